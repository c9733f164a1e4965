internal import CKernels

/// The loops that are compiled for the widest vectors of the processor, in `CKernels`: pointers in,
/// no checks. The checked forms are `LayerKernels`, `LossKernels` and `UpdateKernels`.
public protocol CompiledKernels: ElementaryScalar {
  /// The loops for numbers of this type.
  static var kernels: KernelTable { get }
}

/// The compiled loops for one element type, as pointers to C functions.
public struct KernelTable {
  let functions: UnsafePointer<kernel_table>
}

extension Float: CompiledKernels {
  public static var kernels: KernelTable { KernelTable(functions: kernel_table_f32()) }
}

extension Double: CompiledKernels {
  public static var kernels: KernelTable { KernelTable(functions: kernel_table_f64()) }
}

extension CompiledKernels {
  @inline(__always)
  static var compiled: UnsafePointer<kernel_table> { kernels.functions }

  /// The sum of squares, added up in double.
  @usableFromInline
  static func squareSum(_ n: Int, _ x: UnsafePointer<Self>) -> Double {
    compiled.pointee.square_sum(n, x)
  }

  /// x ← x + y; the sum of squares of the result.
  @usableFromInline
  static func addGivingSquareSum(
    _ n: Int, _ x: UnsafeMutablePointer<Self>, _ y: UnsafePointer<Self>
  ) -> Double { compiled.pointee.add_square_sum(n, x, y) }
}

extension ElementFunction {
  var kernel: kernel_function {
    switch self {
    case .identity: kernel_identity
    case .relu: kernel_relu
    case .leakyReLU: kernel_leaky_relu
    case .gelu: kernel_gelu
    case .tanh: kernel_tanh
    case .sigmoid: kernel_sigmoid
    }
  }
}

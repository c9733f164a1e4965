internal import CKernels

/// The widths of vectors that products are compiled for.
public enum VectorWidth: Sendable, CaseIterable {
  /// The vectors that every processor of the architecture has.
  case any
  case bits256
  case bits512

  /// Those of this processor, narrowest first.
  public static let available = allCases.filter {
    $0.kernel.rawValue <= kernel_widest_vectors().rawValue
  }
  /// The widest of this processor.
  public static let widest = available.last ?? .any

  public var bits: Int {
    switch self {
    case .any: 128
    case .bits256: 256
    case .bits512: 512
    }
  }

  var kernel: kernel_vectors {
    switch self {
    case .any: kernel_vectors_any
    case .bits256: kernel_vectors_256
    case .bits512: kernel_vectors_512
    }
  }
}

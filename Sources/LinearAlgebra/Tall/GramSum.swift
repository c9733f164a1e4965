/// One thread's part of a Gram matrix over the blocks of a sweep.
public final class GramSum {
  /// Floating-point precision of the sums of products.
  public enum Precision: Sendable {
    case double
    /// See `SinglePanels`: half the time, about eight digits.
    case single
  }

  private let order: Int
  private let gram: VectorView<Double>
  private let workspace: Workspace<Double>
  private let panels: SinglePanels?

  /// - Parameter order: The padded count of the blocks' columns.
  public init(order: Int, precision: Precision = .double) {
    self.order = order
    workspace = Workspace(shapes: [(order, order)])
    gram = workspace.matrix(rows: order, columns: order).asVector
    panels = precision == .single ? SinglePanels(order: order) : nil
  }

  /// Sets the sum to 0.
  public func clear() { gram.fill(with: 0) }

  /// Adds the products of a block's columns, each row times its factor.
  ///
  /// In double precision the block itself is scaled.
  ///
  /// **Shapes** factors [rows of the block or more]
  public func add(_ block: RowBlock, scaledBy factors: VectorView<Double>? = nil) {
    if let panels {
      panels.add(block, scaledBy: factors, to: gram)
    } else {
      if let factors { block.scaleRows(by: factors) }
      block.addGram(to: gram)
    }
  }

  /// The sum over the threads, of the first `order` columns, both triangles.
  public static func total(_ members: [GramSum], order: Int) -> Matrix {
    var result = Matrix(rowCount: order, columnCount: order)
    result.storage.withUnsafeMutableBufferPointer { result in
      for member in members {
        guard order <= member.order else {
          shapeMismatch("Gram matrix", expected: [member.order], found: [order])
        }
        member.panels?.finish(member.gram)
        for i in 0..<order {
          let row = member.gram.base + i * member.order
          for j in i..<order { result[i * order + j] += row[j] }
        }
      }
      for i in 0..<order {
        for j in 0..<i { result[i * order + j] = result[j * order + i] }
      }
    }
    return result
  }
}

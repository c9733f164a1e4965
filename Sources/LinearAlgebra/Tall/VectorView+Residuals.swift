extension VectorView where Scalar == Double {
  /// The numbers as an array.
  public var copied: [Double] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Copies `values` to the front.
  public func assignPrefix(_ values: [Double]) {
    guard values.count <= count else {
      shapeMismatch("front of a vector", expected: [count], found: [values.count])
    }
    values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.update(from: start, count: source.count) }
    }
  }

  /// From fits to weighted residuals, s·(value − mean − fit); gives Σ s·(value − mean − fit)².
  ///
  /// **Shapes** values, weights [up to count]
  public func becomeResiduals(
    of values: ArraySlice<Double>, minus mean: Double, weights: ArraySlice<Double>?
  ) -> Double {
    guard values.count <= count, weights.map({ $0.count == values.count }) ?? true else {
      shapeMismatch("residuals", expected: [count], found: [values.count])
    }
    return values.withUnsafeBufferPointer { values in
      var square = 0.0
      if let weights {
        weights.withUnsafeBufferPointer { weights in
          for i in values.indices {
            let residual = values[i] - mean - base[i]
            base[i] = weights[i] * residual
            square += base[i] * residual
          }
        }
      } else {
        for i in values.indices {
          let residual = values[i] - mean - base[i]
          base[i] = residual
          square += residual * residual
        }
      }
      return square
    }
  }
}

extension Network {
  /// The trained parameters of part `index` of `count` nearly equal parts of each layer's outputs,
  /// as ascending disjoint ranges.
  func trainedRanges(of index: Int, of count: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for layer in layers where layer.isTrained {
      let own = evenPart(index, of: count, in: 0..<layer.outputCount)
      func add(_ offset: Int, perOutput size: Int) {
        let next = (offset + own.lowerBound * size)..<(offset + own.upperBound * size)
        if let last = ranges.last, last.upperBound == next.lowerBound {
          ranges[ranges.count - 1] = last.lowerBound..<next.upperBound
        } else if !next.isEmpty {
          ranges.append(next)
        }
      }
      add(layer.weightOffset, perOutput: layer.inputCount)
      for offset in [layer.biasOffset, layer.gainOffset, layer.shiftOffset] {
        if let offset { add(offset, perOutput: 1) }
      }
    }
    return ranges
  }
}

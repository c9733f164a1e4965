/// Part `index` of `count` nearly equal parts of a range.
func evenPart(_ index: Int, of count: Int, in range: Range<Int>) -> Range<Int> {
  let start = range.lowerBound + range.count * index / count
  let end = range.lowerBound + range.count * (index + 1) / count
  return start..<end
}

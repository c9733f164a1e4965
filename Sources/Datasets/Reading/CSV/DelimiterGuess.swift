/// The delimiter of a file whose spec does not name one.
enum DelimiterGuess {
  /// In order of preference.
  private static let candidates: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
  private static let quote = UInt8(ascii: "\"")

  /// The candidate that occurs most often outside quotes in the first line, and equally often in the
  /// second; a comma when there is none.
  static func delimiter(in window: ByteWindow) -> Character {
    var p = window.start
    let first = counts(upToLineEnd: &p, window)
    let second = p < window.end ? counts(upToLineEnd: &p, window) : first
    var best = 0
    for i in candidates.indices where first[i] == second[i] && first[i] > 0 {
      if first[best] != second[best] || first[i] > first[best] { best = i }
    }
    return Character(UnicodeScalar(candidates[best]))
  }

  /// The number of occurrences of each candidate up to the end of a line; `p` is then behind it.
  private static func counts(
    upToLineEnd p: inout UnsafePointer<UInt8>, _ window: ByteWindow
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: candidates.count)
    var isQuoted = false
    while p < window.end, isQuoted || (p.pointee != 0x0A && p.pointee != 0x0D) {
      if p.pointee == quote {
        isQuoted.toggle()
      } else if !isQuoted, let i = candidates.firstIndex(of: p.pointee) {
        counts[i] += 1
      }
      p += 1
    }
    while p < window.end, p.pointee == 0x0A || p.pointee == 0x0D { p += 1 }
    return counts
  }
}

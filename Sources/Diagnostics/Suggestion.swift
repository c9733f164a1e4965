/// Finds the name a user most likely meant.
public enum Suggestion {
  /// The candidate nearest to `name`, or nil when none is near enough to be a slip of the fingers.
  ///
  /// Near means at most a third of the longer name is edited. Ties go to the first candidate.
  public static func nearest(to name: String, among candidates: [String]) -> String? {
    let wanted = name.lowercased()
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = editDistance(wanted, candidate.lowercased())
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best else { return nil }
    let longest = max(name.count, best.candidate.count)
    return best.distance <= max(1, longest / 3) ? best.candidate : nil
  }

  /// `did you mean "x"?`, or nil when nothing is near.
  public static func hint(for name: String, among candidates: [String]) -> String? {
    nearest(to: name, among: candidates).map { "did you mean \"\($0)\"?" }
  }

  /// Insertions, deletions, substitutions and transpositions of neighbours that turn `a` into `b`.
  ///
  /// **Source** optimal string alignment distance, Damerau 1964.
  public static func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a.unicodeScalars.prefix(256))
    let b = Array(b.unicodeScalars.prefix(256))
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        let substitution = last[j] + (a[i] == b[j] ? 0 : 1)
        var least = min(row[j] + 1, last[j + 1] + 1, substitution)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, beforeLast[j - 1] + 1)
        }
        row.append(least)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}

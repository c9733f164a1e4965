/// Labels that differ only in spelling: Adult's test file has ">50K." where the training file has
/// ">50K".
struct LabelSpelling {
  private(set) var repairs: [LabelRepair] = []
  private(set) var lookalikes: [LabelRepair] = []
  /// The level that each level is merged into.
  private(set) var translation: [Int]

  /// Only surrounding spaces, one trailing full stop and another way of writing the same number are
  /// ever ignored, and only between files: a file with both spellings may mean two labels.
  init(codes: [Int32], levels: [String], files: [JoinedTable.File]) {
    translation = Array(levels.indices)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: files.count), count: levels.count)
    for (f, file) in files.enumerated() {
      for row in file.rows where codes[row] >= 0 { counts[Int(codes[row])][f] += 1 }
    }
    for group in Self.groups(levels, by: Self.repairable) {
      let isSplitByFile = files.indices.allSatisfy { f in
        group.count { counts[$0][f] > 0 } <= 1
      }
      guard isSplitByFile, let kept = group.first else { continue }
      for level in group.dropFirst() {
        translation[level] = kept
        repairs += Self.findings(level, readAs: kept, levels: levels, counts, files)
      }
    }
    for group in Self.groups(levels, by: Self.skeleton) {
      guard let first = group.first else { continue }
      for level in group.dropFirst() where translation[level] != translation[first] {
        guard translation[level] == level else { continue }
        lookalikes += Self.findings(level, readAs: first, levels: levels, counts, files)
      }
    }
  }

  private static func findings(
    _ level: Int, readAs kept: Int, levels: [String], _ counts: [[Int]],
    _ files: [JoinedTable.File]
  ) -> [LabelRepair] {
    files.indices.filter { counts[level][$0] > 0 }.map { f in
      LabelRepair(
        from: levels[level], to: levels[kept], rowCount: counts[level][f], file: files[f].path)
    }
  }

  /// Groups of levels with equal keys, each in order of first occurrence.
  private static func groups(_ levels: [String], by key: (String) -> String) -> [[Int]] {
    var groups: [String: [Int]] = [:]
    for (i, level) in levels.enumerated() { groups[key(level), default: []].append(i) }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  private static func repairable(_ label: String) -> String {
    if let number = CellMatch.number(label) { return "number \(number)" }
    var text = trimmed(label)
    if text.hasSuffix("."), text.count > 1 { text.removeLast() }
    return trimmed(text)
  }

  private static func skeleton(_ label: String) -> String {
    if let number = CellMatch.number(label) { return "number \(number)" }
    // Signs that carry a meaning (<=50K, >50K, +, -) stay.
    let ignored: Set<Character> = [".", ",", ";", ":", "'", "\"", "_", "!", "?"]
    let kept = label.lowercased().filter { !$0.isWhitespace && !ignored.contains($0) }
    return kept.isEmpty ? label : kept
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}

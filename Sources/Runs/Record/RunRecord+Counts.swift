import Evaluation

extension RunRecord {
  /// More rows, cells or levels than any data has; sums of such counts have room in an `Int`.
  private static let countLimit = 1 << 48

  /// The place of a count that nothing can have: readers add and divide counts without looking.
  var placeOfImpossibleCount: String? {
    func holds(_ counts: some Sequence<Int>) -> Bool {
      counts.allSatisfy { (0...Self.countLimit).contains($0) }
    }
    let columns = data?.columns ?? []
    let places: [(String, Bool)] = [
      ("analysis.confusion", holds((analysis?.confusion ?? []).joined())),
      ("analysis.classes", holds((analysis?.classes ?? []).map(\.rowCount))),
      (
        "analysis.slices",
        holds((analysis?.slices ?? []).flatMap { $0.slices.map(\.rowCount) })
      ),
      ("evaluations", holds(evaluations.map(\.rowCount))),
      ("baselines", holds(baselines.compactMap(\.rowCount))),
      ("data.files", holds((data?.files ?? []).flatMap { [$0.byteCount, $0.rowCount] })),
      ("data.parts", holds((data?.parts ?? []).flatMap { [$0.rowCount] + $0.classCounts })),
      (
        "data.columns",
        holds(
          columns.flatMap { column in
            [column.missingCount, column.levelCount ?? 0] + column.histogram
              + column.commonest.map(\.count)
          })
      ),
    ]
    return places.first { !$0.1 }?.0
  }
}

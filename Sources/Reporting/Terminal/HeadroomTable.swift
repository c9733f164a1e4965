public import Evaluation
import Schema
import Text

/// Kinds of errors or slices with what each could gain, as lines.
public enum HeadroomTable {
  /// - Parameters:
  ///   - title: What the rows are: "kind of error".
  ///   - share: What the shares are of: "of errors".
  public static func lines(
    _ rows: [Headroom], title: String, share: String, width: Int, colors: Bool
  ) -> [String] {
    var columns = Columns(
      titles: [title, "rows", share, "accuracy", "could gain"],
      alignments: [.text, .number, .text, .number, .number])
    columns.rows = rows.map { row in
      [
        StyledText(row.name), StyledText(NumberFormat.count(row.rowCount)),
        StyledText(NumberFormat.estimate(row.share)),
        StyledText(NumberFormat.significant(row.accuracy, 3)),
        StyledText("+" + NumberFormat.significant(row.gain * 100, 2) + " points"),
      ]
    }
    return columns.lines(width: width).rendered(colors: colors)
  }
}

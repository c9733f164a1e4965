import Foundation

/// A curve of numbers in block characters of eight heights.
public enum Sparkline {
  private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// At most `width` columns; what is not finite is a "×".
  public static func text(_ values: [Double], width: Int = 16) -> String {
    guard values.count > 1, width > 0 else { return "" }
    let count = min(width, values.count)
    let picked = (0..<count).map { index in
      values[index * (values.count - 1) / max(1, count - 1)]
    }
    let finite = picked.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      return String(repeating: "×", count: count)
    }
    return String(
      picked.map { value -> Character in
        guard value.isFinite else { return "×" }
        guard high > low else { return heights[0] }
        // The widest range is not finite, but half of it is.
        let fraction =
          (high - low).isFinite
          ? (value - low) / (high - low) : (value / 2 - low / 2) / (high / 2 - low / 2)
        return heights[Int(min(7, max(0, (fraction * 7).rounded())))]
      })
  }
}

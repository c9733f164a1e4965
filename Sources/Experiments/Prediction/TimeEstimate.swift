/// How long something will take: a number, and the range it may end in.
struct TimeEstimate: Sendable, Hashable {
  let least: Double
  let likely: Double
  let most: Double

  /// What only the machine's moods can change.
  init(_ seconds: Double) {
    (least, likely, most) = (seconds, seconds, seconds)
  }

  /// Between two bounds that are about as likely; in the middle of their ratio.
  init(from least: Double, to most: Double) {
    self.least = least
    self.most = most
    likely = (max(0, least) * max(0, most)).squareRoot()
  }

  /// The number, give or take a factor.
  init(_ seconds: Double, within factor: Double) {
    (least, likely, most) = (seconds / factor, seconds, seconds * factor)
  }
}

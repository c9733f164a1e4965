/// What a solve takes, from how it begins and how a similar one came to its end.
struct SolveForecast: Sendable, Hashable {
  let seconds: Double
  let passCount: Double
  /// A factor that it may be off by, both ways.
  let spread: Double

  private static let leastSpread = 1.5
  private static let mostSpread = 4.0

  /// Nil where nothing was seen of it.
  ///
  /// - Parameters:
  ///   - begun: The first passes of the solve itself.
  ///   - similar: A solve of fewer rows, which went further.
  init?(_ begun: SolveCourse, similar: SolveCourse?, tail: SolveTail) {
    guard let last = begun.points.last else { return nil }
    let each = begun.secondsPerPass ?? last.seconds / max(1, last.passCount)
    let depth = begun.depth
    var seen = depth
    var needed: Double?
    if let similar, similar.depth > depth, let all = tail.passCount(of: similar) {
      seen = similar.depth
      needed = all
      // Half of what the beginnings differ by, in their ratio, is taken for what is left: it is the
      // luck of single steps as often as another pace.
      if depth > 0, let own = begun.passCount(toDepth: depth),
        let others = similar.passCount(toDepth: depth), others > 0
      {
        needed = own + (all - others) * (own / others).squareRoot()
      }
    } else {
      needed = tail.passCount(of: begun)
    }
    passCount = max(last.passCount, needed ?? 10 * last.passCount)
    seconds = last.seconds + each * (passCount - last.passCount)
    spread =
      needed == nil
      ? Self.mostSpread : Self.leastSpread + (1 - seen) * (Self.mostSpread - Self.leastSpread)
  }

  var estimate: TimeEstimate { TimeEstimate(seconds, within: spread) }
}

import Text

/// The line that grows while a model trains.
///
///     training   ━━━━━━━━━━━━━━━━╌╌╌╌ epoch 23/40 · loss 0.298 · dev 0.317 █▄▁▁ · 2.1 s left
public struct ProgressLine: Sendable {
  /// From 1.
  public var epoch: Int
  /// The budget; nil where it is not known.
  public var epochCount: Int?
  public var trainLoss: Double
  /// Of all epochs so far; empty where there is no dev part.
  public var devLosses: [Double]
  public var rowsPerSecond: Double
  public var elapsedSeconds: Double

  public init(
    epoch: Int, epochCount: Int?, trainLoss: Double, devLosses: [Double], rowsPerSecond: Double,
    elapsedSeconds: Double
  ) {
    self.epoch = epoch
    self.epochCount = epochCount
    self.trainLoss = trainLoss
    self.devLosses = devLosses
    self.rowsPerSecond = rowsPerSecond
    self.elapsedSeconds = elapsedSeconds
  }

  /// The line in at most `width` columns: what does not fit is left out from the right.
  public func text(width: Int, colors: Bool) -> String {
    var line = StyledText(TextWidth.padded("training", to: Block.labelWidth), .strong)
    if let bar { line = line + bar + " " }
    for (index, piece) in pieces.enumerated() {
      let addition: StyledText = index == 0 ? piece : StyledText(" · ", .faint) + piece
      guard line.width + addition.width <= width else { break }
      line = line + addition
    }
    return line.cut(to: width).rendered(colors: colors)
  }

  private static let barWidth = 20

  private var bar: StyledText? {
    guard let epochCount, epochCount > 0 else { return nil }
    let done = min(Self.barWidth, max(0, Self.barWidth * epoch / epochCount))
    return StyledText(String(repeating: "━", count: done), .good)
      + StyledText(String(repeating: "╌", count: Self.barWidth - done), .faint)
  }

  private var pieces: [StyledText] {
    var pieces: [StyledText] = ["epoch \(epochCount.map { "\(epoch)/\($0)" } ?? "\(epoch)")"]
    pieces.append("loss \(NumberFormat.number(trainLoss))")
    if let dev = devLosses.last {
      pieces.append(
        "dev \(NumberFormat.number(dev)) \(Sparkline.text(devLosses, width: 8))")
    }
    if let epochCount, epoch > 0, epochCount > epoch {
      let left = elapsedSeconds / Double(epoch) * Double(epochCount - epoch)
      pieces.append("\(NumberFormat.duration(left)) left")
    }
    if rowsPerSecond > 0 { pieces.append("\(NumberFormat.rate(rowsPerSecond))") }
    return pieces
  }
}

import Text

/// The progress of a training on one line of a terminal.
///
///     training   ━━━━━━━━━━━╌╌╌╌╌╌╌╌╌ epoch 23/40 · loss 0.298 · dev 0.317 █▄▁▁ · 212k rows/s
public struct ProgressLine: Sendable {
  /// The current epoch, from 1.
  public var epoch: Int
  /// The budget of epochs; nil where there is none.
  public var epochCount: Int?
  public var loss: Double
  /// The part of the budget that is done, from 0 to 1.
  public var fractionDone: Double
  public var rowsPerSecond: Double
  /// The dev losses of all epochs so far; empty without a dev split.
  public var devLosses: [Double] = []
  public var elapsedSeconds = 0.0

  public init(
    epoch: Int, epochCount: Int?, loss: Double, fractionDone: Double, rowsPerSecond: Double
  ) {
    self.epoch = epoch
    self.epochCount = epochCount
    self.loss = loss
    self.fractionDone = fractionDone
    self.rowsPerSecond = rowsPerSecond
  }

  /// The line in at most `width` columns: what does not fit is left out from the right.
  public func text(width: Int, colors: Bool) -> String {
    var line = StyledText(TextWidth.padded("training", to: Block.labelWidth), .strong)
    line = line + bar + " "
    for (index, piece) in pieces.enumerated() {
      let addition: StyledText = index == 0 ? piece : StyledText(" · ", .faint) + piece
      guard line.width + addition.width <= width else { break }
      line = line + addition
    }
    return line.cut(to: width).rendered(colors: colors)
  }

  private static let barWidth = 20
  /// Below these, the time left cannot be estimated.
  private static let leastFraction = 0.01
  private static let leastSeconds = 0.5

  private var bar: StyledText {
    let done = fractionDone.isFinite ? (fractionDone * Double(Self.barWidth)).rounded() : 0
    let filled = Int(min(Double(Self.barWidth), max(0, done)))
    return StyledText(String(repeating: "━", count: filled), .good)
      + StyledText(String(repeating: "╌", count: Self.barWidth - filled), .faint)
  }

  private var pieces: [StyledText] {
    var pieces: [StyledText] = ["epoch \(epochCount.map { "\(epoch)/\($0)" } ?? "\(epoch)")"]
    pieces.append("loss \(NumberFormat.number(loss))")
    if let dev = devLosses.last {
      pieces.append("dev \(NumberFormat.number(dev)) \(Sparkline.text(devLosses, width: 12))")
    }
    if rowsPerSecond > 0 { pieces.append("\(NumberFormat.rate(rowsPerSecond))") }
    if fractionDone > Self.leastFraction, elapsedSeconds > Self.leastSeconds {
      let left = elapsedSeconds / fractionDone * (1 - fractionDone)
      pieces.append("\(NumberFormat.duration(left)) left")
    }
    return pieces
  }
}

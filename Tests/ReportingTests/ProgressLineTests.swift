import Testing
import Text

@testable import Reporting

@Suite struct ProgressLineTests {
  private let line: ProgressLine = {
    var line = ProgressLine(
      epoch: 23, epochCount: 40, loss: 0.29812, fractionDone: 0.575, rowsPerSecond: 211_800)
    line.devLosses = [0.5, 0.4, 0.33, 0.3171]
    line.elapsedSeconds = 2.9
    return line
  }()

  @Test func showsProgressAndTheTimeLeft() {
    // 2.9 s / 0.575 × 0.425 = 2.14 s.
    #expect(
      line.text(width: 120, colors: false) == "training   ━━━━━━━━━━━━╌╌╌╌╌╌╌╌ epoch 23/40"
        + " · loss 0.298 · dev 0.317 █▄▁▁ · 212k rows/s · 2.1 s left")
  }

  @Test func fitsANarrowTerminal() {
    for width in 10...120 {
      #expect(TextWidth.columns(of: line.text(width: width, colors: false)) <= width)
    }
    #expect(
      line.text(width: 60, colors: false)
        == "training   ━━━━━━━━━━━━╌╌╌╌╌╌╌╌ epoch 23/40 · loss 0.298")
  }

  @Test func leavesOutWhatIsUnknown() {
    let start = ProgressLine(
      epoch: 1, epochCount: nil, loss: .nan, fractionDone: 0, rowsPerSecond: 0)
    #expect(
      start.text(width: 80, colors: false) == "training   ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ epoch 1 · loss nan")
  }
}

import Testing

@testable import Text

@Suite struct SparklineTests {
  @Test func drawsNumbersAsBlocks() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([1, .nan, 3]) == "▁×█")
    #expect(Sparkline.text([.nan, .nan]) == "××")
    #expect(Sparkline.text([2, 2, 2]) == "▁▁▁")
    #expect(Sparkline.text([1]) == "")
    #expect(Sparkline.text((0..<100).map(Double.init), width: 8) == "▁▂▃▄▅▆▇█")
  }

  @Test func drawsTheWidestAndTheNarrowestRanges() {
    #expect(Sparkline.text([-1e308, 0, 1e308]) == "▁▅█")
    #expect(Sparkline.text([0, .leastNonzeroMagnitude]) == "▁█")
  }
}

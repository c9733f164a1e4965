import Runs
import Testing

@testable import Reporting

@Suite struct ScaleTests {
  @Test func placesValuesBetweenItsEnds() throws {
    let scale = try #require(Scale(of: [0, 10], padding: 0))
    #expect(scale.position(0) == 0)
    #expect(scale.position(2.5) == 250)
    #expect(scale.position(99) == 1000)
    #expect(scale.position(.nan) == 0)
    #expect(scale.ticks(5).map(\.text) == ["0", "2", "4", "6", "8", "10"])
  }

  @Test func isLogarithmicWhenTheValuesSpanALot() throws {
    let scale = try #require(Scale(of: [0.001, 10], mayBeLogarithmic: true, padding: 0))
    #expect(scale.kind == .logarithmic)
    #expect(abs(scale.position(0.1) - 500) < 1e-9)
    #expect(scale.ticks().map(\.text) == ["0.001", "0.01", "0.1", "1", "10"])
    #expect(try #require(Scale(of: [0, 10], mayBeLogarithmic: true)).kind == .linear)
  }

  @Test func hasRoomForASingleValue() throws {
    for value in [0, 5, -3, 1e-300, 1e12] as [Double] {
      let scale = try #require(Scale(of: [value]))
      #expect(abs(scale.position(value) - 500) < 1, "\(value)")
    }
  }

  @Test func needsAFiniteValue() {
    #expect(Scale(of: []) == nil)
    #expect(Scale(of: [.nan, .infinity, -.infinity]) == nil)
  }

  /// For ranges of every size the ticks lie inside, rise, and have texts of their own.
  @Test func ticksAreRoundAndDistinct() throws {
    for exponent in -12...12 {
      for width in [1.0, 1.7, 2.3, 4.9, 7.7, 9.99] {
        var power = 1.0
        for _ in 0..<abs(exponent) { power *= exponent < 0 ? 0.1 : 10 }
        let scale = try #require(Scale(of: [-0.3 * width * power, width * power]))
        let ticks = scale.ticks(5)
        #expect((2...12).contains(ticks.count), "\(width)e\(exponent)")
        #expect(Set(ticks.map(\.text)).count == ticks.count, "\(ticks)")
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value })
      }
    }
  }

  @Test func takesAnyDouble() throws {
    // Too far apart for a ratio, too close for a range, and not to be drawn at all.
    let wide = try #require(
      Scale(of: [Double.leastNonzeroMagnitude, 1e149], mayBeLogarithmic: true))
    #expect(wide.kind == .linear)
    #expect(!wide.ticks().isEmpty)
    let narrow = try #require(Scale(of: [0, Double.leastNonzeroMagnitude]))
    #expect(narrow.position(Double.leastNonzeroMagnitude) == 1000)
    #expect(narrow.ticks().isEmpty)
    #expect(Scale(of: [-1e308, 1e308, .infinity, .nan]) == nil)
  }

  @Test(arguments: [1e308, Double.leastNonzeroMagnitude]) func drawsNoHistogramWithoutBins(
    size: Double
  ) {
    let pairs = (0..<10).map { index in
      AnalysisRecord.Pair(truth: 0, prediction: index % 2 == 0 ? size : -size)
    }
    #expect(ResidualHistogram(pairs: pairs, target: "y").html == nil)
    _ = PredictedAgainstTrue(pairs: pairs, target: "y").html
  }
}

extension Scale? {
  static func == (left: Scale?, right: Scale?) -> Bool {
    left?.low == right?.low && left?.high == right?.high
  }
}

import Evaluation
import Testing

/// The order of work of Ng's example of speech recognition, and an interval worked by hand.
@Suite struct HeadroomTests {
  private static let speech: [(name: String, rows: Int, now: Double, human: Double, gain: Double)] =
    [
      ("clean speech", 60, 0.94, 0.95, 0.006), ("car noise", 4, 0.89, 0.93, 0.0016),
      ("people noise", 30, 0.87, 0.89, 0.006), ("low bandwidth", 6, 0.70, 0.70, 0),
    ]

  @Test func theSpeechExampleGains() {
    for example in Self.speech {
      let headroom = Headroom(
        name: example.name, rowCount: example.rows,
        share: Proportion(successCount: example.rows, trialCount: 100), accuracy: example.now,
        reachable: example.human, level: 0.95)
      #expect(abs(headroom.gain - example.gain) < 1e-12, "\(example.name)")
    }
  }

  /// Wilson for 60 of 100: centre 0.596301, half 0.094298.
  @Test func theShareHasWilsonsInterval() throws {
    let share = Headroom(
      name: "clean speech", rowCount: 60, share: Proportion(successCount: 60, trialCount: 100),
      accuracy: 0.94, reachable: 0.95, level: 0.95
    ).share
    #expect(share.value == 0.6)
    #expect(abs(try #require(share.low) - 0.502003) < 1e-5)
    #expect(abs(try #require(share.high) - 0.690599) < 1e-5)
  }

  @Test func nothingIsGainedAboveWhatIsReachable() {
    let headroom = Headroom(
      name: "easy", rowCount: 1, share: Proportion(successCount: 1, trialCount: 2), accuracy: 0.99,
      reachable: 0.95, level: 0.95)
    #expect(headroom.gain == 0)
  }
}

import Datasets
import Findings
import HealthyPipelines
import Schema
import Testing

@testable import Sanity

/// SD22: rows enough to fit the model and to judge it.
@Suite struct SampleSizeTests {
  @Test func notesWhatTooFewRowsCannotShow() throws {
    let small = try GateFixture.healthy(rows: 100, columns: 80).with(model("logistic"))
      .check("SD22")
    #expect(small.verdict == .note)
    #expect(
      small.message == "60 train rows for 80 inputs: without regularization any targets can be "
        + "fitted; 20 rows to evaluate on: a proportion is known to ± 22 %")
    #expect(
      try GateFixture.healthy(rows: 600).with(model("logistic")).check("SD22").verdict == .passed)
  }

  @Test func warnsWhereTrainIsTheSmallestPart() throws {
    // F56: 12 train rows of 120.
    var fixture = GateFixture.healthy().with(model("logistic"))
    fixture.split = Split(
      train: Array(fixture.split.train.prefix(12)), dev: fixture.split.dev,
      test: fixture.split.test)
    let result = try fixture.check("SD22")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("dev has 40 rows, train only 12; "), "\(result.message)")
    #expect(
      result.causes == ["train rows that were lost: data.limit, a filter, or a file that was cut"])
  }

  @Test func theLargestPartIsHeldAgainstTrain() throws {
    // 30 train rows: one of the two other parts has more, whichever it is.
    var fixture = GateFixture.healthy().with(model("logistic"))
    let rows = fixture.split
    fixture.split = Split(
      train: Array(rows.train.prefix(30)), dev: rows.dev, test: Array(rows.test.prefix(20)))
    let dev = try fixture.check("SD22")
    #expect(dev.verdict == .warning)
    #expect(
      dev.message
        == "dev has 40 rows, train only 30; 20 rows to evaluate on: a proportion is known to "
        + "± 22 %; 60 dev and test rows and only 30 train rows")
    #expect(dev.remedy == "give train the larger part, with data.split")
    fixture.split = Split(
      train: Array(rows.train.prefix(30)), dev: Array(rows.dev.prefix(20)), test: rows.test)
    #expect(try fixture.check("SD22").message.hasPrefix("test has 40 rows, train only 30; "))
    // As many are not more.
    fixture.split = Split(train: Array(rows.train.prefix(40)), dev: rows.dev, test: [])
    let even = try fixture.check("SD22")
    #expect(even.verdict == .note)
    #expect(even.message == "40 rows to evaluate on: a proportion is known to ± 16 %")
    #expect(even.remedy == "expect wide confidence intervals")
  }

  @Test func notesANetworkOfFarMoreParametersThanRows() throws {
    // 5 inputs, w units, one number: 6w + w + 1 parameters for 60 train rows. A hundred for each
    // row are 6,000: w = 857 has 6,000 of them, and w = 858 has 6,007.
    var fixture = GateFixture.healthyNumbers(rows: 100)
    fixture.settings.thresholds["SD22"] = 1
    let most = try fixture.with(model("mlp", [("hidden", [857])])).check("SD22")
    #expect(most.verdict == .passed, "\(most.message)")
    let more = try fixture.with(model("mlp", [("hidden", [858])])).check("SD22")
    #expect(more.verdict == .note)
    #expect(more.message == "60 train rows for 6,007 parameters")
    #expect(more.causes == ["data.limit, or a source that was cut"])
  }
}

import Foundation
import LinearAlgebra
import Schema
import Testing

@testable import Datasets

@Suite struct SVMLightReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What scikit-learn reads in a file it wrote.
  private struct Expected: Decodable {
    let inputs: [[Double]]
    let labels: [Double]
    let groups: [String]
  }

  private func read(_ text: String, naming names: Set<String> = []) throws -> FileTable {
    try SVMLightReader().read(
      DataRequest.FilePath(folder.file("x.svm", text)),
      options: ReadingOptions(expectedNames: names, target: "y"))
  }

  private func failure(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let error as DatasetError {
      return folder.messages(of: error)
    } catch { return ["\(error)"] }
  }

  @Test(arguments: [("one-based.svm", 1), ("zero-based.svm", 0)])
  func readsWhatScikitLearnWrote(name: String, firstIndex: Int) throws {
    let all = try JSONDecoder().decode(
      [String: Expected].self, from: Data(FixtureFile.bytes("svmlight.json")))
    let expected = try #require(all[name])
    let table = try SVMLightReader().read(
      DataRequest.FilePath(FixtureFile.path(name)),
      options: ReadingOptions(expectedNames: ["qid"], target: "y"))
    let inputNames = (0..<6).map { "x\($0 + firstIndex)" }
    #expect(table.columns.map(\.name) == ["y", "qid"] + inputNames)
    #expect(table.columns[0].numbers == expected.labels)
    #expect(table.columns[1].texts == expected.groups)
    #expect(table.columns[2...].map(\.numbers) == expected.inputs)
    // Three lines of comments and an empty one stand before the first row.
    #expect(table.lines.line(of: 0) == 5)
  }

  @Test func readsRowsByHand() throws {
    let table = try read(
      "12 2:.5 # end\r\n\n  # only a comment\n+1\t4:-2e1 5:nan \r-007 qid:x1 2:3")
    #expect(table.columns.map(\.name) == ["y", "x1", "x2", "x3", "x4", "x5"])
    #expect(table.columns[0].numbers == [12, 1, -7])
    #expect(table.columns[1].numbers == [0, 0, 0])
    #expect(table.columns[2].numbers == [0.5, 0, 3])
    #expect(table.columns[4].numbers == [0, -20, 0])
    #expect(table.columns[5].values.isMissing(at: 1))
    #expect((0..<3).map { table.lines.line(of: $0) } == [1, 4, 5])
  }

  @Test func groupsAreAColumnWhenNamed() throws {
    let text = "1 qid:07 1:1\n0 1:2\n0 qid:7 1:3\n"
    #expect(try read(text).columns.map(\.name) == ["y", "x1"])
    #expect(try read(text, naming: ["qid"]).columns[1].texts == ["07", nil, "7"])
  }

  @Test func reportsEveryWrongLine() {
    #expect(
      failure("1 1:1\na 1:1\n1,2 1:1\n1 1\n1 1:\n1 x:1\n1 2:1 2:3\n1 3:1 2:3\n1 1:one\n1 -1:2\n")
        == [
          "x.svm:2:1: error: a label must be one number; got \"a\"",
          "x.svm:3:1: error: a label must be one number; got \"1,2\"",
          "x.svm:4:1: error: a value must be written INDEX:VALUE; got \"1\"",
          "x.svm:5:1: error: a value must be written INDEX:VALUE; got \"1:\"",
          "x.svm:6:1: error: an index must be a whole number from 0 to 2147483646; got \"x:1\"",
          "x.svm:7:1: error: the indices of a row must increase; got \"2:3\"",
          "x.svm:8:1: error: the indices of a row must increase; got \"2:3\"",
          "x.svm:9:1: error: a value must be a number; got \"1:one\"",
          "x.svm:10:1: error: an index must be a whole number from 0 to 2147483646; got \"-1:2\"",
        ])
    #expect(
      failure(String(repeating: "?\n", count: 12)).last == "error: 2 more lines like these")
    #expect(failure("# nothing\n") == ["error: \"x.svm\" must have rows; got none"])
    #expect(
      failure("1 2147483646:1\n0 1:1\n") == [
        "error: \"x.svm\" must have at most 100,000 columns; got 2,147,483,646"
      ])
    #expect(
      failure("1 100000:1\n" + String(repeating: "0 1:1\n", count: 21_474)) == [
        "error: \"x.svm\" must have at most 2,147,483,648 cells as a table; got 21,475 rows of "
          + "100,000 columns"
      ])
  }

  @Test func partsShareTheirColumns() throws {
    let train = try folder.file("train.svm", "1 1:1 3:3\n0 2:2\n1 1:4\n0 1:5\n")
    let test = try folder.file("test.svm", "1 0:9 5:5\n0 1:1\n")
    var request = DataRequest(
      source: .parts(
        train: DataRequest.FilePath(train), dev: nil, test: DataRequest.FilePath(test)),
      split: SplitRequest(method: .random, dev: 0, test: 0, seed: 1))
    request.task = .binary
    let table = try DatasetLoader().load(request).dataset.table
    #expect(table.columns.map(\.name) == ["label", "x1", "x2", "x3", "x0", "x4", "x5"])
    #expect(table["x0"]?.numbers == [0, 0, 0, 0, 9, 0])
    #expect(table["x3"]?.numbers == [3, 0, 0, 0, 0, 0])
    #expect(table["x5"]?.numbers == [0, 0, 0, 0, 5, 0])
  }
}

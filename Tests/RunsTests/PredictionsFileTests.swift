import Evaluation
import LinearAlgebra
import Schema
import Testing

@testable import Runs

@Suite struct PredictionsFileTests {
  private let classes = Predictions(
    task: .multiclass, classNames: ["a", "b, \"c\"", " d\n"], rowIDs: [4, 9],
    truth: .classes([0, 2]),
    outputs: Matrix(rows: [[0.1 + 0.2, 0.5, 0.2], [1 / 3.0, 1 / 3.0, .nan]]))

  @Test func writesAProbabilityForEachClass() {
    let part = PredictionsFile.Part(name: .test, rowNames: ["4", "row 9"], predictions: classes)
    let text = String(decoding: PredictionsFile.bytes(of: [part]), as: UTF8.self)
    let header = #"part,id,truth,prediction,p_a,"p_b, ""c""","p_ d\#n""# + "\n"
    let first = #"test,4,a,"b, ""c""",0.30000000000000004,0.5,0.2"# + "\n"
    let second = #"test,row 9," d\#n",a,0.3333333333333333,0.3333333333333333,nan"# + "\n"
    #expect(text == header + first + second)
  }

  @Test func keepsTheWeightsOfRows() throws {
    let weighted = Predictions(
      task: .binary, classNames: ["a", "b"], rowIDs: [0, 1], truth: .classes([0, 1]),
      outputs: Matrix(rows: [[0.75, 0.25], [0.5, 0.5]]), weights: [0.1, 2])
    let values = Predictions(
      task: .regression, classNames: [], rowIDs: [0], truth: .values([1]),
      outputs: Matrix(rows: [[2]]), weights: [3])
    for (predictions, text) in [
      (
        weighted,
        "part,id,truth,prediction,weight,p_a,p_b\ntest,0,a,a,0.1,0.75,0.25\ntest,1,b,b,2.0,0.5,0.5\n"
      ), (values, "part,id,truth,prediction,weight\ntest,0,1.0,2.0,3.0\n"),
    ] {
      let names = predictions.rowIDs.map(String.init)
      let part = PredictionsFile.Part(name: .test, rowNames: names, predictions: predictions)
      let bytes = PredictionsFile.bytes(of: [part])
      #expect(String(decoding: bytes, as: UTF8.self) == text)
      let read = try PredictionsFile.parts(from: bytes)[0].predictions
      #expect(read.weights == predictions.weights && read.outputs == predictions.outputs)
    }
  }

  @Test func readsBackTheSameBits() throws {
    let part = PredictionsFile.Part(name: .test, rowNames: ["4", "row 9"], predictions: classes)
    let read = try PredictionsFile.parts(from: PredictionsFile.bytes(of: [part]))
    #expect(read.map(\.name) == [.test])
    #expect(read[0].rowNames == ["4", "row 9"])
    #expect(read[0].predictions.rowIDs == [0, 1])
    #expect(read[0].predictions.classNames == classes.classNames)
    #expect(read[0].predictions.truth == .classes([0, 2]))
    #expect(
      read[0].predictions.outputs.storage.dropLast() == classes.outputs.storage.dropLast())
    #expect(read[0].predictions.outputs.storage.last?.isNaN == true)
  }

  @Test func keepsTheNumbersOfARegression() throws {
    let values: [Double] = [1, -0.1, 1e300, .leastNonzeroMagnitude, .infinity]
    let predictions = Predictions(
      task: .regression, classNames: [], rowIDs: Array(0..<5), truth: .values(values),
      outputs: Matrix(rowCount: 5, columnCount: 1, storage: values.map { $0 / 3 }))
    let parts = [Schema.Part.dev, .test].map {
      PredictionsFile.Part(name: $0, rowNames: (0..<5).map(String.init), predictions: predictions)
    }
    let bytes = PredictionsFile.bytes(of: parts)
    #expect(
      String(decoding: bytes, as: UTF8.self).hasPrefix("part,id,truth,prediction\ndev,0,1.0,0.33"))
    let read = try PredictionsFile.parts(from: bytes)
    #expect(read.map(\.name) == [.dev, .test])
    #expect(read[1].predictions.rowIDs == Array(0..<5))
    #expect(read[1].predictions.truth == .values(values))
    #expect(read[1].predictions.outputs == predictions.outputs)
    #expect(PredictionsFile.bytes(of: read) == bytes)
  }

  @Test(arguments: [
    ("", "predictions.csv, record 1: the columns must begin with part,id,truth,prediction"),
    ("a,b\n", "predictions.csv, record 1: the columns must begin with part,id,truth,prediction"),
    (
      "part,id,truth,prediction\ntest,1,2\n",
      "predictions.csv, record 2: 4 fields are needed; got 3"
    ),
    ("part,id,truth,prediction\nall,1,1,2\n", "predictions.csv, record 2: \"all\" is no part"),
    ("part,id,truth,prediction\ntest,1,x,2\n", "predictions.csv, record 2: \"x\" is no number"),
    (
      "part,id,truth,prediction,weight\ntest,1,1,2,-1\n",
      "predictions.csv, record 2: a weight must be a finite number of at least 0; got -1.0"
    ),
    ("part,id,truth,prediction\ntest,1,2", "predictions.csv, record 2: the file is cut off"),
    ("part,id,truth,prediction\n\"te", "predictions.csv, record 2: a quoted field does not end"),
    (
      "part,id,truth,prediction,p_a,p_b\ntest,1,c,a,1,0\n",
      "predictions.csv, record 2: \"c\" is no class of the header"
    ),
  ])
  func saysWhereAFileIsDamaged(text: String, message: String) throws {
    let error = #expect(throws: PredictionsFile.ReadingFailure.self) {
      try PredictionsFile.parts(from: Array(text.utf8))
    }
    #expect(error?.description == message)
  }
}

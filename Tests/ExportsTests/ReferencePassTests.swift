import Datasets
import Inference
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Exports

/// What an export computes, against the pipeline itself.
@Suite struct ReferencePassTests {
  private func difference(_ form: Example.Form) throws -> Double {
    try ExportedModel(Example().bundle(form), from: "m").goldenRowDifference(in: Double.self)
  }

  @Test(arguments: activationCatalog.entries.map(\.name))
  func predictsAsThePipelineWithEachActivation(name: String) throws {
    for normalizes in [false, true] {
      var form = Example.Form(hidden: [17, 5], activation: name, normalizes: normalizes)
      #expect(try difference(form) < 1e-12, "\(name)")
      form.encode = .ordinal
      form.clip = 0.75
      #expect(try difference(form) < 1e-12, "\(name), ordinal and clipped")
    }
  }

  @Test func predictsAsThePipelineWithEachOutput() throws {
    for (target, output, loss) in [
      ("buys", "sigmoid", "binary_cross_entropy"), ("buys", "softmax", "cross_entropy"),
      ("kind", "softmax", "cross_entropy"),
      ("kind", "sigmoid", "mse"), ("buys", "identity", "hinge"), ("kind", "identity", "hinge"),
      ("amount", "identity", "mse"), ("amount", "sigmoid", "mse"),
    ] {
      let form = Example.Form(target: target, hidden: [3], output: output, loss: loss)
      #expect(try difference(form) < 1e-12, "\(target) \(output)")
    }
  }

  @Test func singlePrecisionIsChosenWhereItWillDo() throws {
    let near = try ONNXExport(
      ExportedModel(Example().bundle(.init(hidden: [4], isSingle: true)), from: "m"))
    #expect(near.isSingle)
    #expect(
      near.notes == [
        "inputs numbers float32 [rows, 1], codes int64 [rows, 1] → probabilities [rows, 2], "
          + "label [rows]"
      ])
    // Ages about 100 million, whose differences a float does not have.
    let far = try ONNXExport(
      ExportedModel(Example().bundle(.init(hidden: [4], firstAge: 100_000_001)), from: "m"))
    #expect(!far.isSingle)
    #expect(far.notes[0].hasPrefix("inputs numbers float64 [rows, 1]"))
    #expect(
      far.notes[1] == "in double precision: in single, golden rows get other predictions")
  }
}

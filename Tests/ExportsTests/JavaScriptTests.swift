import Diagnostics
import Foundation
import Inference
import Testing

@testable import Exports

@Suite struct JavaScriptTests {
  private func model(_ form: Example.Form) throws -> ExportedModel {
    try ExportedModel(Example().bundle(form), from: "20261201-101500-4f2a\u{1B}[2J")
  }

  @Test func theModuleDescribesTheModel() throws {
    let text = try JavaScriptExport(model(.init(hidden: [16], isSingle: true)))
      .module(version: "0.1")
    #expect(
      text.hasPrefix(
        "// Made by assay 0.1 from 20261201-101500-4f2a\u{FFFD}[2J: mlp for \"buys\"."),
      "\(text.prefix(120))")
    for part in [
      "classes: [\"no\",\"yes\"],", "isSingle: true,", "ignoresUnknown: true,", "clip: null,",
      "\"kind\":\"number\",\"name\":\"age\"", "\"levels\":[\"Bern, BE\",\"Oslo\",\"Rome\",null]",
      "{ inputs: 6, units: 16, block: 6, weights: tensor(\"", "output: \"sigmoid\",",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(text.utf8.count < 50_000)
  }

  @Test func namesCannotEndThePagesScript() throws {
    let bytes = try PageExport(
      model(.init(target: "kind", output: "softmax", loss: "cross_entropy"))
    ).bytes(version: "0.1")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.components(separatedBy: "</script>").count == 2)
    #expect(text.contains("\"<\\/script>\""))
    #expect(!text.contains("http"))
  }

  @Test func aModelWithoutLayersIsNoExport() {
    #expect(
      ExportError.noLayers(kind: "forest").words
        == "a model that is exported must consist of layers; got forest")
    #expect(
      ExportError.goldenRow.words
        == "the export must predict the golden rows as the model does; got other predictions")
  }
}

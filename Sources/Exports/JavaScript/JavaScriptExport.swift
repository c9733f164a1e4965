import Datasets
import Foundation
import Inference
import Learning
import LinearAlgebra
import Schema
import Text

/// A model as an ECMAScript module without dependencies, which scores a row.
public struct JavaScriptExport: Sendable {
  let model: ExportedModel

  /// **Errors** `ExportError` when the export would predict another thing than the model
  public init(_ model: ExportedModel) throws(ExportError) {
    self.model = model
    try model.checkGoldenRows()
  }

  /// The module's bytes.
  public func bytes(version: String) throws -> [UInt8] { Array(try module(version: version).utf8) }

  func module(version: String) throws -> String {
    let kind = model.bundle.pipeline.model.kind
    let columns = try model.preprocessing.steps.map { try JSON.text(of: Column($0)) }
    let clip = try JSON.text(of: model.preprocessing.request.clip)
    return """
      // Made by assay \(version) from \(TerminalText.safe(model.origin)): \(kind) for \
      \(JSON.quoted(model.schema.target)). It needs no other file.
      //
      //   import { predict } from "./model.js";
      //   predict({ \(example) })

      const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
      const tensor = (text) => new \(isSingle ? "Float32Array" : "Float64Array")(bytes(text));
      const round = \(Self.rounding(isSingle));
      const roundInput = \(Self.rounding(model.hasSingleInputs));

      /** The columns, classes and layers. */
      export const model = {
        task: \(JSON.quoted(model.schema.task.rawValue)),
        target: \(JSON.quoted(model.schema.target)),
        classes: \(try JSON.text(of: model.schema.classNames)),
        isSingle: \(isSingle),
        ignoresUnknown: \(model.preprocessing.request.unknownCategory == .ignore),
        clip: \(clip == "null" ? clip : "roundInput(\(clip))"),
        columns: [
      \(columns.map { "    \($0)," }.joined(separator: "\n"))
        ],
        layers: [
      \(model.layers.layers.map { "    \(text(of: $0))," }.joined(separator: "\n"))
        ],
        activation: "\(Self.name(of: model.layers.function))",
        output: "\(model.layers.output.rawValue)",
        epsilon: \(ModelLayers.Normalization.epsilon),
        targetMean: \(model.preprocessing.targetMean),
        targetDeviation: \(model.preprocessing.targetDeviation),
      };

      /** Training rows with the model's outputs for them. */
      export const goldenRows = \(try JSON.text(of: model.bundle.goldenRows));

      \(ScorerSource.text)

      """
  }

  private static func rounding(_ isSingle: Bool) -> String {
    isSingle ? "Math.fround" : "(x) => x"
  }

  private var isSingle: Bool { model.layers.isSingle }

  /// A row's first cells, for the example in the head.
  private var example: String {
    let row = model.bundle.goldenRows.first
    let cells = model.preprocessing.steps.prefix(3).map { step -> String in
      let cell = row?.cells[step.column]
      let value = cell?.number.map { "\($0)" } ?? cell?.text.map(JSON.quoted) ?? "null"
      return "\(JSON.quoted(step.column)): \(value)"
    }
    return cells.joined(separator: ", ") + (model.preprocessing.steps.count > 3 ? ", …" : "")
  }

  /// A column as the module's `inputs` reads it.
  private struct Column: Encodable {
    var name: String
    var kind: String
    var width: Int
    var fill: Double?
    var center: Double
    var scale: Double
    var indicator: Bool
    var levels: [String?]?
    var missing: Int?
    var oneHot: Bool?

    init(_ step: FittedPreprocessing.Step) {
      width = step.inputCount
      name = step.column
      switch step {
      case .number(let step):
        kind = "number"
        (fill, center, scale) = (step.fill, step.center, step.scale)
        indicator = step.hasIndicator
      case .category(let step):
        kind = "category"
        (center, scale, indicator) = (step.center, step.scale, step.hasIndicator)
        levels = step.levels.indices.map { $0 == step.indexOfMissingLevel ? nil : step.levels[$0] }
        missing = step.missingIndex ?? -1
        oneHot = step.isOneHot
      }
    }

    enum CodingKeys: CodingKey {
      case name, kind, width, fill, center, scale, indicator, levels, missing, oneHot
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(name, forKey: .name)
      try values.encode(kind, forKey: .kind)
      try values.encode(width, forKey: .width)
      try values.encode(center, forKey: .center)
      try values.encode(scale, forKey: .scale)
      try values.encode(indicator, forKey: .indicator)
      if kind == "number" {
        // As null where it is missing: a missing cell is then an error.
        try values.encode(fill, forKey: .fill)
      } else {
        try values.encode(levels, forKey: .levels)
        try values.encode(missing, forKey: .missing)
        try values.encode(oneHot, forKey: .oneHot)
      }
    }
  }

  private func text(of layer: ModelLayers.Layer) -> String {
    var parts = [
      "inputs: \(layer.inputCount)", "units: \(layer.unitCount)",
      "block: \(RowFactor<Double>.termCount(columnCount: layer.unitCount, of: layer.inputCount))",
      "weights: \(tensor(layer.weights))",
      "bias: \(layer.bias.map(tensor) ?? "null")",
    ]
    if let normalization = layer.normalization {
      parts += ["gain: \(tensor(normalization.gain))", "shift: \(tensor(normalization.shift))"]
    }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  /// A call that gives the values, which stand in it as base64 of little-endian numbers.
  private func tensor(_ values: [Double]) -> String {
    var bytes: [UInt8] = []
    for value in values {
      if isSingle {
        withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { bytes += $0 }
      } else {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
      }
    }
    return "tensor(\"\(Data(bytes).base64EncodedString())\")"
  }

  private static func name(of function: ModelLayers.Function) -> String {
    switch function {
    case .softmax: "softmax"
    case .element(.identity): "identity"
    case .element(.relu): "relu"
    case .element(.leakyReLU): "leaky_relu"
    case .element(.gelu): "gelu"
    case .element(.tanh): "tanh"
    case .element(.sigmoid): "sigmoid"
    }
  }
}

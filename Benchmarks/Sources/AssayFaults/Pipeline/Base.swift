import Foundation
import Schema
import Specification

/// A sound spec that faults are put into.
struct Base: Sendable {
  /// "B1".
  let name: String
  let path: String
  let text: String
  /// The resolved spec: for asking what it has.
  let settings: Settings

  /// Thresholds may be chosen by the results on B1–B4; the others judge them.
  var isJudging: Bool { (Int(name.dropFirst()) ?? 0) > 4 }

  init(name: String, folder: String) throws {
    let path = "\(folder)/\(name).yaml"
    try self.init(
      name: name, path: path, text: String(contentsOfFile: path, encoding: .utf8))
  }

  init(name: String, path: String, text: String) throws {
    self.name = name
    self.path = path
    self.text = text
    settings = try specificationReader.read(text: text, path: path).settings
  }

  static func all(in folder: String) throws -> [Base] {
    try (1...8).map { try Base(name: "B\($0)", folder: folder) }
  }
}

/// What a fault needs its base to be.
extension Base {
  private var model: Settings { settings.nested("model") }
  private var training: Settings { settings.nested("training") }

  var isNetwork: Bool { model.string("kind") == "mlp" }
  var isRegression: Bool { ["ridge", "linear"].contains(model.string("kind")) || name == "B5" }
  var isClassification: Bool { !isRegression }
  var optimizer: String { training.nested("optimizer").string("kind") }
  var learningRate: Double { training.nested("optimizer").number("learning_rate") }
  var epochs: Int { training.integer("epochs") }
  var isStoppedEarly: Bool { training["early_stopping"] != nil }
  var hidden: [Int] { isNetwork ? model.list("hidden").map(\.integer) : [] }
  var dropout: Double { isNetwork ? model.number("dropout") : 0 }
  var activation: String { isNetwork ? model.string("activation") : "" }
  var isBinary: Bool { ["B2", "B8"].contains(name) }
}

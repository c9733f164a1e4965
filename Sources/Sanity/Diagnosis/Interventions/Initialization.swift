import Findings
import Learning
import Schema
import Text

extension Intervention {
  static let initialization = Intervention(
    name: "initialization", summary: "Draws the weights as suits the activation.",
    noun: "initialization", blame: .byClues,
    changesScale: true,
    clues: { spec in
      var clues = spec.clues(.identicalUnits, .signalPropagation)
      guard spec.hidden != nil else { return [] }
      let spreads = spec.initialSpreads
      if let odd = spreads.first(where: { $0 > 4 || $0 < 0.25 }) {
        clues.append(
          .strong(
            "initial weights are \(NumberFormat.number(odd)) times as large as is usual for their layer"
          ))
      }
      // A loss far above chance points at large weights only where the inputs are not large.
      if spec.inputs.largest <= 10 { clues += spec.clues(.initialLoss) }
      return clues
    },
    candidates: { spec in
      let path = SettingPath.initialization
      let scalePath = SettingPath.initializationScale
      guard spec.hidden != nil, let network = spec.gate.recipe.network else { return [] }
      let scheme = network.initialization
      let scale = spec.number(scalePath)
      let standard = network.activation.standardInitialization
      let unitScale = SpecEdit(scalePath, "1")
      var candidates: [CandidateEdit] = []
      if scheme.followsWidths, let scale, scale != 1 {
        candidates.append(
          CandidateEdit(
            edits: [unitScale], cause: "\(scalePath) is too \(scale > 1 ? "large" : "small")"))
      }
      if scheme != standard, scale == nil || (scheme.followsWidths && scale == 1) {
        candidates.append(
          spec.candidate(path, to: standard.rawValue, "\(path) \(Self.fault(of: scheme))"))
      }
      if scheme != standard, let scale, scale != 1 || !scheme.followsWidths {
        candidates.append(
          CandidateEdit(
            edits: [SpecEdit(path, standard.rawValue)] + (scale == 1 ? [] : [unitScale]),
            cause: "\(path) \(Self.fault(of: scheme))"))
      }
      return candidates.isEmpty ? [] : [candidates]
    })

  private static func fault(of scheme: Initialization) -> String {
    scheme.isConstant
      ? "is \(scheme.rawValue): the units of a layer are identical and stay so"
      : "is \(scheme.rawValue), whose weights have the wrong scale for these layers"
  }
}

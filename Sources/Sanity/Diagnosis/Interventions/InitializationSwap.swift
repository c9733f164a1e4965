extension Intervention {
  static let initialization = Intervention(
    name: "initialization", summary: "Draws the weights as suits the activation.",
    noun: "initialization", blame: .byClues,
    clues: { spec in
      var clues = spec.clues("SI15", "SI05")
      guard spec.hidden != nil else { return [] }
      let spreads = spec.initialSpreads
      if let odd = spreads.first(where: { $0 > 4 || $0 < 0.25 }) {
        clues.append(
          .strong("weights start \(Wording.number(odd)) times as large as suits their layer"))
      }
      // A loss far above chance comes of large weights only where the inputs are not to blame.
      if spec.inputs.largest <= 10 { clues += spec.clues("SI03") }
      return clues
    },
    swaps: { spec in
      let path = "model.initialization"
      let scalePath = "model.initialization_scale"
      guard spec.hidden != nil, let scheme = spec.word(path) else { return [] }
      let scale = spec.number(scalePath)
      let isTame = ["tanh", "sigmoid", "softmax", "identity"]
        .contains(spec.word("model.activation") ?? "")
      let standard = isTame ? "glorot_normal" : "he_normal"
      let followsWidths = ["he", "glorot", "lecun"].contains { scheme.hasPrefix($0) }
      let unitScale = SpecEdit(scalePath, "1")
      var swaps: [Swap] = []
      if followsWidths, let scale, scale != 1 {
        swaps.append(
          Swap(
            edits: [unitScale], cause: "\(scalePath) is too \(scale > 1 ? "large" : "small")"))
      }
      if scheme != standard, scale == nil || (followsWidths && scale == 1) {
        swaps.append(spec.swap(path, to: standard, "\(path) \(Self.fault(of: scheme))"))
      }
      if scheme != standard, let scale, scale != 1 || !followsWidths {
        swaps.append(
          Swap(
            edits: [SpecEdit(path, standard)] + (scale == 1 ? [] : [unitScale]),
            cause: "\(path) \(Self.fault(of: scheme))"))
      }
      return swaps.isEmpty ? [] : [swaps]
    })

  private static func fault(of scheme: String) -> String {
    ["constant", "zeros"].contains(scheme)
      ? "is \(scheme): the units of a layer start alike and stay so"
      : "is \(scheme), whose weights have the wrong size for these layers"
  }
}

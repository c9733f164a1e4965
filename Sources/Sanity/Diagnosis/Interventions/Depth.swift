import Schema

extension Intervention {
  static let depth = Intervention(
    name: "depth", summary: "Keeps only the first hidden layers.", noun: "depth", blame: .byClues,
    clues: { spec in
      guard let count = spec.hidden?.count, count > 5 else { return [] }
      return [.strong("\(count) hidden layers without normalization or skip connections")]
    },
    candidates: { spec in
      guard let hidden = spec.hidden, hidden.count > 2 else { return [] }
      let path = SettingPath.hidden
      return [
        Set([hidden.count / 2, 2]).sorted(by: >).map { count in
          let widths = hidden.prefix(count).map(String.init).joined(separator: ", ")
          return spec.candidate(path, to: "[\(widths)]", "\(path) has too many layers")
        }
      ]
    })
}

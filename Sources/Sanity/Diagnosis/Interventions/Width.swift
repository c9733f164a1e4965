import Schema
import Text

extension Intervention {
  static let width = Intervention(
    name: "width", summary: "Widens the hidden layers.", noun: "width", blame: .byClues,
    clues: { spec in
      guard let narrowest = spec.hidden?.min() else { return [] }
      if narrowest <= 2 {
        return [.strong("a layer of \(NumberFormat.count(narrowest, "unit")) is a bottleneck")]
      }
      return narrowest < 8 ? [.weak("a layer has only \(narrowest) units")] : []
    },
    candidates: { spec in
      guard let hidden = spec.hidden else { return [] }
      let path = SettingPath.hidden
      var widths = [4, 16].map { factor in hidden.map { min(max($0, 256), $0 * factor) } }
        .filter { $0 != hidden }
      if widths.count > 1, widths[0] == widths[1] { widths.removeLast() }
      let cause = "\(path) is too narrow"
      return widths.isEmpty
        ? []
        : [
          widths.map {
            spec.candidate(path, to: "[\($0.map(String.init).joined(separator: ", "))]", cause)
          }
        ]
    })
}

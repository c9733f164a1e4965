import Sanity
import Text

extension CheckResult.Evidence {
  /// What is said of it: with its numbers where the text names one after the other and does not say
  /// them, "test, dev", or says in which order they stand.
  var words: String {
    guard !numbers.isEmpty, !text.contains(where: \.isNumber) else { return text }
    let shown = numbers.map { NumberFormat.number($0) }
    let names = text.split(separator: ", ")
    if names.count > 1, names.count == shown.count {
      return zip(names, shown).map { "\($0) \($1)" }.joined(separator: ", ")
    }
    return text == "first to last" && shown.count <= 8
      ? "\(text): \(shown.joined(separator: ", "))" : text
  }
}

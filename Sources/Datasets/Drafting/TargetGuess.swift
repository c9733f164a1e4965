/// The column that is most likely to be predicted, and why.
struct TargetGuess {
  let name: String
  let reason: String

  /// Words that name targets, the surest first.
  private static let usualWords = [
    "target", "label", "class", "y", "outcome", "diagnosis", "species", "survived", "churn",
    "fraud", "default", "income", "price", "quality", "value", "score",
  ]

  /// A column whose name is or holds a usual word, else the last one; nil without columns.
  init?(among names: [String]) {
    guard let last = names.last else { return nil }
    for word in Self.usualWords {
      if let name = names.first(where: { $0.lowercased() == word }) {
        self.init(name: name, reason: "a usual name of a target")
        return
      }
    }
    for word in Self.usualWords {
      if let name = names.last(where: { NameWords($0).words.contains(word) }) {
        self.init(name: name, reason: "since its name holds \"\(word)\"")
        return
      }
    }
    self.init(name: last, reason: "the last column")
  }

  private init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}

/// The words of a column name, in lower case: "PassengerId" and "passenger_id" have two.
struct NameWords {
  let words: [String]

  init(_ name: String) {
    var words: [String] = []
    var word = ""
    for character in name {
      let startsWord = character.isUppercase && word.last?.isLowercase == true
      if startsWord || !(character.isLetter || character.isNumber) {
        words.append(word)
        word = ""
      }
      if character.isLetter || character.isNumber { word.append(character) }
    }
    self.words = (words + [word]).filter { !$0.isEmpty }.map { $0.lowercased() }
  }

  /// Whether the name says that the column holds identifiers.
  var isIdentifier: Bool { ["id", "ids", "uuid", "guid"].contains(words.last) }
}

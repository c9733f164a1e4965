import Diagnostics
import Testing

/// Distances worked by hand: one insertion, deletion, substitution or transposition of neighbours costs 1.
@Test(arguments: [
  ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("kitten", "sitting", 3),
  ("modle", "model", 1), ("ab", "ba", 1), ("abcd", "badc", 2), ("ca", "abc", 3), ("é", "e", 1),
])
func countsEdits(a: String, b: String, distance: Int) {
  #expect(Suggestion.editDistance(a, b) == distance)
  #expect(Suggestion.editDistance(b, a) == distance)
}

@Test func findsTheNearestName() {
  let names = ["model", "data", "training"]
  #expect(Suggestion.nearest(to: "modle", among: names) == "model")
  #expect(Suggestion.nearest(to: "MODEL", among: names) == "model")
  #expect(Suggestion.nearest(to: "trainig", among: names) == "training")
}

@Test func suggestsNothingThatIsFarAway() {
  #expect(Suggestion.nearest(to: "zebra", among: ["model", "data"]) == nil)
  #expect(Suggestion.nearest(to: "x", among: []) == nil)
  #expect(Suggestion.hint(for: "zebra", among: ["model"]) == nil)
}

@Test func theFirstOfEquallyNearNamesWins() {
  #expect(Suggestion.nearest(to: "l3", among: ["l1", "l2"]) == "l1")
}

@Test func asksWhatWasMeant() {
  #expect(Suggestion.hint(for: "adm", among: ["sgd", "adam"]) == "did you mean \"adam\"?")
}

@Test func longNamesAreComparedInBoundedTime() {
  let long = String(repeating: "a", count: 100_000)
  #expect(Suggestion.editDistance(long, "b") == 256)
}

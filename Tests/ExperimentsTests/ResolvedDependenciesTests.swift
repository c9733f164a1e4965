import Testing

@testable import Experiments

@Suite struct ResolvedDependenciesTests {
  /// As SwiftPM 6.3 writes it.
  @Test func readsVersionsAndCommits() throws {
    let text = """
      {
        "originHash" : "e9ae31",
        "pins" : [
          {
            "identity" : "swift-argument-parser",
            "kind" : "remoteSourceControl",
            "location" : "https://github.com/apple/swift-argument-parser",
            "state" : { "revision" : "436bde4bb9", "version" : "1.8.2" }
          },
          {
            "identity" : "other",
            "kind" : "remoteSourceControl",
            "location" : "https://example.com/other",
            "state" : { "branch" : "main", "revision" : "0123456789" }
          }
        ],
        "version" : 3
      }
      """
    let found = try #require(ResolvedDependencies(resolved: Array(text.utf8)))
    #expect(found.versions == ["swift-argument-parser": "1.8.2", "other": "0123456789"])
  }

  @Test func anotherFormatHasNoVersions() {
    #expect(ResolvedDependencies(resolved: Array("{\"version\": 9}".utf8)) == nil)
    #expect(ResolvedDependencies(resolved: []) == nil)
  }
}

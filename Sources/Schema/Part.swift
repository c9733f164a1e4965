/// A part of the rows: to train on, to choose by, to report on.
public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
  case train, dev, test
}

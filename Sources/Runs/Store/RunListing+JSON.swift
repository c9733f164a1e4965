extension RunListing: Encodable {
  private enum Key: String, CodingKey {
    case id, experiment, path, status, reason, startedAt, summary, holder, lastEvent
  }

  /// The status as its word; why a run is unreadable stands under `reason`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(experiment, forKey: .experiment)
    try container.encode(path, forKey: .path)
    try container.encode(status.word, forKey: .status)
    if case .unreadable(let reason) = status { try container.encode(reason, forKey: .reason) }
    try container.encode(startedAt, forKey: .startedAt)
    try container.encodeIfPresent(summary, forKey: .summary)
    try container.encodeIfPresent(holder, forKey: .holder)
    try container.encodeIfPresent(lastEvent, forKey: .lastEvent)
  }
}

extension Peer {
  /// What Keras and Lightning have: the loss is not finite.
  static let notANumber = Peer(
    name: "NaN only", source: "Keras TerminateOnNaN, Lightning detect_anomaly"
  ) { trace in
    trace.firstAlarm([("loss or tensor not finite", { !$0.isFinite })])
  }
}

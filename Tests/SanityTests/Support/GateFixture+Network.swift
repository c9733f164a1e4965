import HealthyPipelines
import Learning

@testable import Sanity

extension GateFixture {
  /// A network as a spec that says little gives it, on sound rows of two classes.
  static var network: GateFixture {
    .healthy().with(model("mlp"), .with(rate: 0.01, epochs: 100))
  }
}

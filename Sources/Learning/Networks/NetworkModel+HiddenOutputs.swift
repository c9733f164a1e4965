import LinearAlgebra

extension NetworkModel {
  func hiddenOutputs(for inputs: Inputs) -> [Matrix] {
    switch parameters {
    case .single(let values):
      return network.hiddenOutputs(for: inputs.matrix(as: Float.self), values)
    case .double(let values):
      return network.hiddenOutputs(for: inputs.matrix(as: Double.self), values)
    }
  }
}

extension Network {
  fileprivate func hiddenOutputs<Scalar: BLASScalar>(
    for inputs: DenseMatrix<Scalar>, _ parameters: [Scalar]
  ) -> [Matrix] {
    guard inputs.rowCount > 0, !hidden.isEmpty else { return [] }
    let pass = NetworkPass<Scalar>(
      self, rowCapacity: inputs.rowCount, gathers: false, trains: false)
    return inputs.withView { rows in
      parameters.withView { parameters in
        pass.read(rows)
        _ = pass.forward(parameters)
        return hidden.indices.map {
          pass.outputs(ofHiddenLayer: $0).copied.converted(to: Double.self)
        }
      }
    }
  }
}

public import LinearAlgebra

/// The layers of a model with their values: all that is needed to compute its predictions elsewhere.
///
/// Values are exact: those of a model in single precision are floats.
public struct ModelLayers: Sendable {
  /// An affine map, on whose values the hidden layers apply normalization and a function.
  public struct Layer: Sendable {
    public let inputCount: Int
    public let unitCount: Int
    /// [units, inputs], row-major.
    public let weights: [Double]
    /// [units]; nil without a free constant.
    public let bias: [Double]?
    public let normalization: Normalization?
  }

  /// gain · (u - mean u) / √(variance u + ε) + shift, over the units of a row.
  public struct Normalization: Sendable {
    public let gain: [Double]
    public let shift: [Double]

    public static var epsilon: Double { RowNormalization<Double>.epsilon }
  }

  /// What hidden layers apply.
  public enum Function: Sendable, Hashable {
    case element(ElementFunction)
    /// Over the units of a row.
    case softmax
  }

  /// The hidden layers and the last, which gives the scores.
  public let layers: [Layer]
  public let function: Function
  /// What makes outputs of scores.
  public let output: OutputActivation
  /// Whether it is computed in single precision.
  public let isSingle: Bool
}

extension NetworkModel {
  var layers: ModelLayers? {
    let (values, isSingle): ([Double], Bool) =
      switch parameters {
      case .single(let values): (values.map(Double.init), true)
      case .double(let values): (values, false)
      }
    func slice(_ offset: Int?, _ count: Int) -> [Double]? {
      offset.map { Array(values[$0..<($0 + count)]) }
    }
    let layers = network.layers.map { layer in
      let gain = slice(layer.gainOffset, layer.outputCount)
      let shift = slice(layer.shiftOffset, layer.outputCount)
      return ModelLayers.Layer(
        inputCount: layer.inputCount, unitCount: layer.outputCount,
        weights: slice(layer.weightOffset, layer.inputCount * layer.outputCount) ?? [],
        bias: slice(layer.biasOffset, layer.outputCount),
        normalization: gain.flatMap { gain in
          shift.map { ModelLayers.Normalization(gain: gain, shift: $0) }
        })
    }
    return ModelLayers(
      layers: layers, function: network.activation.exported, output: network.head.prediction,
      isSingle: isSingle)
  }
}

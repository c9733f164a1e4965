/// Specs that are right: the smallest, one for images, and one that says all there is to say.
enum SampleSpecs {
  static let small = """
    spec: 1
    name: iris
    data:
      source: datasets/iris.csv
      target: species
    model: softmax
    """

  static let images = """
    spec: 1
    name: mnist-mlp
    question: How far does a plain network come?
    goals:
      - {metric: accuracy, at_least: 0.975}
    data:
      source:
        train: {inputs: mnist/train-images.gz, labels: mnist/train-labels.gz}
        test: {inputs: mnist/test-images.gz, labels: mnist/test-labels.gz}
      format: idx
      split: {dev: 0.1}
    preprocessing: {scale: min_max}
    model:
      kind: mlp
      hidden: [256, 128]
    training:
      optimizer: {kind: adam, learning_rate: 1e-3}
      batch_size: 128
      epochs: 5
    """

  static let full = """
    spec: 1
    name: adult-income
    question: Can census answers tell who earns over $50K?

    goals:
      - {metric: roc_auc, at_least: 0.90}
      - {metric: recall, slice: {sex: Female}, at_least: 0.55}
      - {metric: latency_p99_us, at_most: 50}

    data:
      source: {train: adult/train.csv, test: adult/test.csv}
      format: csv
      csv: {header: false, delimiter: ",", missing: ["?", -999], trim: true, columns: [age, sex, income, 4]}
      target: income
      positive: ">50K"
      task: binary
      features: {age: number, "hours per week": category}
      row_id: id
      weight: fnlwgt
      split: {dev: 0.15, by: {every: 5, remainder: 4}}
      limit: 1000
      label_map: {">50K.": ">50K", 0: no}

    preprocessing:
      scale: robust
      impute: constant
      fill_value: -1
      indicators: false
      encode: ordinal
      unknown_category: error
      target_scale: none
      clip: 5

    baselines:
      - majority
      - logistic
      - {human: {accuracy: 0.87, rows: 500, source: "two annotators, 2024-03"}}
      - {literature: {accuracy: 0.859, rows: 16281, source: "Kohavi 1996, NBTree"}}
      - {run: adult-income@latest}

    model: {kind: mlp, hidden: [64, 32], activation: relu, dropout: 0.1}

    training:
      loss: cross_entropy
      reduction: mean
      label_smoothing: 0.1
      class_weights: {">50K": 3, "<=50K": 1}
      optimizer: {kind: adam, learning_rate: 1e-3, weight_decay: 1e-4}
      schedule: {kind: cosine, warmup_steps: 100}
      l1: 0
      l2: 1e-4
      clip_norm: 1
      batch_size: 128
      shuffle: true
      epochs: 40
      early_stopping: {metric: log_loss, patience: 5}
      precision: double
      threads: 2
      seed: 7

    sanity:
      thresholds: {SD08: 0.01}
      overfit: {rows: 40, steps: 200, target: 0.05}
      waive: {SO01: "class order is the file's order, shuffled later"}

    evaluation: {interval_level: 0.9, resamples: 500, worst_rows: 5}
    """

  static let all = [small, images, full]
}

/// The part of every exported module that does not depend on the model.
///
/// Where only + - × ÷ occur, its scores have the model's own bits: sums run over the inputs in order
/// with fused multiplication and addition, in blocks of as many terms as the kernels take at once.
enum ScorerSource {
  static let text = #"""
    /** A cell that the model cannot take: its column and what the column must hold, never the value. */
    export class InputError extends TypeError {
      constructor(column, rule) {
        super(`column "${column}" ${rule}`);
        this.name = "InputError";
        this.column = column;
        this.rule = rule;
      }
    }

    /** The model's inputs of a row, an object of cells by column; null is a missing cell. */
    export function inputs(row) {
      if (row === null || typeof row !== "object") throw new TypeError("a row must be an object");
      const values = [];
      for (const column of model.columns) {
        if (!Object.hasOwn(row, column.name)) throw new InputError(column.name, "is missing");
        const cell = row[column.name];
        (column.kind === "number" ? numberInputs : categoryInputs)(column, cell, values);
      }
      const { clip } = model;
      if (clip === null) return values;
      return values.map((value) => Math.min(Math.max(value, -clip), clip));
    }

    function numberInputs(column, cell, values) {
      if (cell !== null && typeof cell !== "number") {
        throw new InputError(column.name, `must hold a number or null; got ${typeof cell}`);
      }
      const isMissing = cell === null || Number.isNaN(cell);
      if (isMissing && column.fill === null) {
        throw new InputError(column.name, "must have a value in every row; got none");
      }
      values.push(roundInput(((isMissing ? column.fill : cell) - column.center) / column.scale));
      if (column.indicator) values.push(isMissing ? 1 : 0);
    }

    function categoryInputs(column, cell, values) {
      if (cell !== null && typeof cell !== "string") {
        throw new InputError(column.name, `must hold a text or null; got ${typeof cell}`);
      }
      const position = cell === null ? column.missing : column.levels.indexOf(cell);
      if (position < 0 && !model.ignoresUnknown) {
        throw new InputError(
          column.name,
          cell === null
            ? "must have a value in every row; got none"
            : "must hold a level of the training rows; got another",
        );
      }
      if (column.oneHot) {
        for (let level = 0; level < column.levels.length; level++) {
          values.push(level === position ? 1 : 0);
        }
      } else {
        values.push(roundInput((position - column.center) / column.scale));
      }
      if (column.indicator) values.push(cell === null ? 1 : 0);
    }

    /** What the last layer gives: log odds of a classifier, the scaled target of a regression. */
    export function scores(row) {
      let values = inputs(row);
      model.layers.forEach((layer, index) => {
        values = affine(layer, values);
        if (index === model.layers.length - 1) return;
        if (layer.gain) normalize(layer, values);
        if (model.activation === "softmax") softmax(values);
        else for (let i = 0; i < values.length; i++) {
          values[i] = round(activations[model.activation](values[i]));
        }
      });
      return values;
    }

    /**
     * The prediction for a row: `prediction`, and of a classifier `probabilities` in the order of
     * `model.classes`.
     */
    export function predict(row) {
      const values = scores(row);
      if (model.output === "softmax") softmax(values);
      if (model.output === "sigmoid") {
        for (let i = 0; i < values.length; i++) values[i] = round(activations.sigmoid(values[i]));
      }
      if (model.task === "regression") {
        return { prediction: values[0] * model.targetDeviation + model.targetMean };
      }
      let probabilities = values;
      if (values.length === 1) {
        probabilities = [1 - values[0], values[0]];
      } else if (model.output === "sigmoid") {
        const sum = values.reduce((sum, value) => sum + value, 0);
        probabilities = values.map((value) => (sum === 0 ? 1 / values.length : value / sum));
      }
      return { prediction: model.classes[decision(probabilities)], probabilities };
    }

    function decision(probabilities) {
      if (probabilities.length === 2) return probabilities[1] >= probabilities[0] ? 1 : 0;
      return probabilities.indexOf(Math.max(...probabilities));
    }

    /** What each column adds to a linear model's score of a class; null for other models. */
    export function contributions(row, className = undefined) {
      if (model.layers.length !== 1) return null;
      const [layer] = model.layers;
      const unit = layer.units === 1 ? 0 : Math.max(0, model.classes.indexOf(className));
      const values = inputs(row);
      let start = 0;
      return model.columns.map((column) => {
        let sum = 0;
        for (let k = start; k < start + column.width; k++) {
          sum += values[k] * layer.weights[unit * layer.inputs + k];
        }
        start += column.width;
        return { column: column.name, value: sum * model.targetDeviation };
      });
    }

    function affine(layer, inputs) {
      const outputs = new Array(layer.units);
      for (let unit = 0; unit < layer.units; unit++) {
        let total = 0;
        for (let start = 0; start < layer.inputs; start += layer.block) {
          const end = Math.min(layer.inputs, start + layer.block);
          let sum = 0;
          for (let k = start; k < end; k++) {
            sum = multiplyAdd(inputs[k], layer.weights[unit * layer.inputs + k], sum);
          }
          total = start === 0 ? sum : round(total + sum);
        }
        outputs[unit] = layer.bias ? round(total + layer.bias[unit]) : total;
      }
      return outputs;
    }

    function normalize(layer, values) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance =
        values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
      const factor = 1 / Math.sqrt(variance + model.epsilon);
      for (let i = 0; i < values.length; i++) {
        values[i] = round(layer.gain[i] * ((values[i] - mean) * factor) + layer.shift[i]);
      }
    }

    function softmax(values) {
      const greatest = Math.max(...values);
      let sum = 0;
      for (let i = 0; i < values.length; i++) {
        values[i] = Math.exp(values[i] - greatest);
        sum += values[i];
      }
      for (let i = 0; i < values.length; i++) values[i] = round(values[i] / sum);
    }

    const activations = {
      identity: (x) => x,
      relu: (x) => Math.max(0, x),
      leaky_relu: (x) => (x > 0 ? x : round(0.01) * x),
      tanh: Math.tanh,
      sigmoid: (x) => 1 / (1 + Math.exp(-x)),
      gelu: (x) => x * 0.5 * (1 + errorFunction(x / Math.SQRT2)),
    };

    // Abramowitz and Stegun 7.1.6; above 2.5 the continued fraction of 1 - erf, 7.1.14.
    function errorFunction(x) {
      const size = Math.abs(x);
      if (size > 6) return Math.sign(x);
      if (size > 2.5) {
        let fraction = size;
        for (let k = 60; k >= 1; k--) fraction = size + k / 2 / fraction;
        return Math.sign(x) * (1 - Math.exp(-size * size) / (fraction * Math.sqrt(Math.PI)));
      }
      let term = x;
      let sum = x;
      for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
        term *= (2 * x * x) / (2 * k + 1);
        sum += term;
      }
      return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
    }

    const number = new Float64Array(1);
    const words = new Uint32Array(number.buffer);

    // The nearer of a sum's two neighbours whose last bit is set, where the sum has an error: rounding
    // it again then gives what rounding the exact sum gives. (Boldo and Melquiond 2008)
    function roundedToOdd(sum, error) {
      if (error === 0 || !Number.isFinite(sum)) return sum;
      number[0] = sum;
      if (words[0] & 1) return sum;
      if (error > 0 === sum > 0) {
        words[0] |= 1;
      } else {
        if (words[0] === 0) words[1] -= 1;
        words[0] -= 1;
      }
      return number[0];
    }

    function errorOfSum(a, b, sum) {
      const part = sum - a;
      return a - (sum - part) + (b - part);
    }

    function highPart(a) {
      const scaled = 134217729 * a;
      return scaled - (scaled - a);
    }

    // a·b + c, rounded once.
    const multiplyAdd = model.isSingle
      ? (a, b, c) => {
          const product = a * b;
          const sum = product + c;
          return Math.fround(roundedToOdd(sum, errorOfSum(product, c, sum)));
        }
      : (a, b, c) => {
          const product = a * b;
          const plain = product + c;
          if (product === 0 || Math.abs(a) > 1e290 || Math.abs(b) > 1e290) return plain;
          const [ah, bh] = [highPart(a), highPart(b)];
          const [al, bl] = [a - ah, b - bh];
          const productError = al * bl - (product - ah * bh - al * bh - ah * bl);
          if (productError === 0 || !Number.isFinite(plain)) return plain;
          const low = c + productError;
          const lowError = errorOfSum(c, productError, low);
          const sum = product + low;
          const rest = errorOfSum(product, low, sum) + 0;
          const tail = rest + lowError;
          return sum + roundedToOdd(tail, errorOfSum(rest, lowError, tail));
        };
    """#
}

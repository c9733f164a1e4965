extension DataCatalog {
  /// The bundled data sets, smallest first, then those of `assay data fetch`.
  public static let standard = DataCatalog([
    Entry(
      name: "iris", title: "Three species of iris by four measurements",
      files: [
        File(
          "iris.csv", byteCount: 3_728,
          sha256: "27ae50b33722da23f76475e7fd89b5e0282574d3cce570f1ae2d8773d596278b")
      ],
      rowCount: 150, columnCount: 4, task: "multiclass", target: "species",
      source: "UCI Machine Learning Repository, as bundled with scikit-learn 1.9.1",
      licence: "CC BY 4.0",
      citation:
        "Fisher, R. A. (1936). The use of multiple measurements in taxonomic problems. Annals of "
        + "Eugenics 7(2), 179-188.", isBundled: true),
    Entry(
      name: "wine", title: "Three cultivars of wine by thirteen chemical measurements",
      files: [
        File(
          "wine.csv", byteCount: 12_373,
          sha256: "0b1878a85c7319cb85c8f5eed4731bac48b130b99bb19169c8ac7f55fbc984f7")
      ],
      rowCount: 178, columnCount: 13, task: "multiclass", target: "cultivar",
      source: "UCI Machine Learning Repository, as bundled with scikit-learn 1.9.1",
      licence: "CC BY 4.0",
      citation:
        "Aeberhard, S. and Forina, M. (1992). Wine. UCI Machine Learning Repository. "
        + "https://doi.org/10.24432/C5PC7J", isBundled: true),
    Entry(
      name: "breast_cancer", title: "Breast tumours by thirty measurements of cell nuclei",
      files: [
        File(
          "breast_cancer.csv", byteCount: 123_865,
          sha256: "518936fa92ca3d8a78c420aee22030c4e519ffcba3be15dd23e83f2fc22e20e5")
      ],
      rowCount: 569, columnCount: 30, task: "binary", target: "diagnosis",
      source: "UCI Machine Learning Repository, as bundled with scikit-learn 1.9.1",
      licence: "CC BY 4.0",
      citation:
        "Wolberg, W., Mangasarian, O., Street, N. and Street, W. (1993). Breast Cancer Wisconsin "
        + "(Diagnostic). UCI Machine Learning Repository. https://doi.org/10.24432/C5DW2B",
      isBundled: true),
    Entry(
      name: "diabetes", title: "Progression of diabetes after a year by ten measurements",
      files: [
        File(
          "diabetes.csv", byteCount: 94_258,
          sha256: "e157916d244949e30daab37fd19f19735def7fd03a06a97af1f7629e8b62934f")
      ],
      rowCount: 442, columnCount: 10, task: "regression", target: "progression",
      source:
        "Efron et al. 2004, as bundled with scikit-learn 1.9.1: inputs centred and scaled to a sum "
        + "of squares of 1", licence: "none stated; published with the article",
      citation:
        "Efron, B., Hastie, T., Johnstone, I. and Tibshirani, R. (2004). Least angle regression. "
        + "Annals of Statistics 32(2), 407-499.", isBundled: true),
    Entry(
      name: "digits", title: "Handwritten digits of 8 by 8 pixels",
      files: [
        File(
          "digits.csv", byteCount: 265_358,
          sha256: "592cc047d0a1cc7fdef9fd724514209dcb45a80aa147dc3ab375e3e1a9a380f4")
      ],
      rowCount: 1_797, columnCount: 64, task: "multiclass", target: "digit",
      source:
        "UCI Machine Learning Repository (the test part), as bundled with scikit-learn 1.9.1",
      licence: "CC BY 4.0",
      citation:
        "Alpaydin, E. and Kaynak, C. (1998). Optical Recognition of Handwritten Digits. UCI Machine "
        + "Learning Repository. https://doi.org/10.24432/C50P49", isBundled: true),
    titanic, californiaHousing, adult, mnist,
  ])

  private static let titanic = Entry(
    name: "titanic", title: "Passengers of the Titanic: who survived",
    files: [
      File(
        "titanic.csv",
        url:
          "https://raw.githubusercontent.com/ageron/handson-ml2/master/datasets/titanic/train.csv",
        byteCount: 61_904,
        sha256: "14769fb1850e2d26d8e6db0ee49c213878040432827e39b13caaa15603c6598f")
    ],
    rowCount: 891, columnCount: 11, task: "binary", target: "Survived",
    source: "Encyclopedia Titanica by way of Kaggle, as published with Géron 2019",
    licence: "public domain",
    citation: "Harrell, F. and Cason, T. Titanic. https://hbiostat.org/data", isBundled: false)

  private static let californiaHousing = Entry(
    name: "california_housing", title: "House values by block group, California 1990",
    files: [
      File(
        "housing.csv",
        url:
          "https://raw.githubusercontent.com/ageron/handson-ml2/master/datasets/housing/housing.csv",
        byteCount: 1_423_529,
        sha256: "8a3727f4cf54ac1a327f69b1d5b4db54c5834ea81c6e4efc0d163300022a685e")
    ],
    rowCount: 20_640, columnCount: 9, task: "regression", target: "median_house_value",
    source: "StatLib, with ocean_proximity and missing bedrooms added by Géron 2019",
    licence: "none stated; StatLib's data may be used freely with credit",
    citation:
      "Pace, R. K. and Barry, R. (1997). Sparse spatial autoregressions. Statistics & Probability "
      + "Letters 33(3), 291-297.", isBundled: false)

  private static let adult = Entry(
    name: "adult", title: "Census answers of 1994: income over $50K or not",
    files: [
      File(
        "adult.data",
        url: "https://archive.ics.uci.edu/ml/machine-learning-databases/adult/adult.data",
        byteCount: 3_974_305,
        sha256: "5b00264637dbfec36bdeaab5676b0b309ff9eb788d63554ca0a249491c86603d"),
      File(
        "adult.test",
        url: "https://archive.ics.uci.edu/ml/machine-learning-databases/adult/adult.test",
        byteCount: 2_003_153,
        sha256: "a2a9044bc167a35b2361efbabec64e89d69ce82d9790d2980119aac5fd7e9c05",
        variants: [
          Variant(
            sha256: "72567b94f5c1a6f8501377dd80f93892c3848ff071cf91ba47e00b0785a28074",
            difference: "without the first line of the published file, a comment")
        ]),
    ],
    rowCount: 48_842, columnCount: 14, task: "binary", target: "income",
    source: "UCI Machine Learning Repository", licence: "CC BY 4.0",
    citation:
      "Becker, B. and Kohavi, R. (1996). Adult. UCI Machine Learning Repository. "
      + "https://doi.org/10.24432/C5XW20", isBundled: false)

  private static let mnist = Entry(
    name: "mnist", title: "Handwritten digits of 28 by 28 pixels",
    files: [
      mnistFile(
        "train-images-idx3-ubyte.gz", 9_912_422,
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        content: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
      mnistFile(
        "train-labels-idx1-ubyte.gz", 28_881,
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        content: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
      mnistFile(
        "t10k-images-idx3-ubyte.gz", 1_648_877,
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        content: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
      mnistFile(
        "t10k-labels-idx1-ubyte.gz", 4_542,
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        content: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ],
    rowCount: 70_000, columnCount: 784, task: "multiclass", target: "label",
    source:
      "LeCun, Cortes and Burges (yann.lecun.com/exdb/mnist), from the mirror of the PyTorch project",
    licence: "CC BY-SA 3.0",
    citation:
      "LeCun, Y., Bottou, L., Bengio, Y. and Haffner, P. (1998). Gradient-based learning applied to "
      + "document recognition. Proceedings of the IEEE 86(11), 2278-2324.", isBundled: false)

  private static func mnistFile(
    _ name: String, _ byteCount: Int, _ sha256: String, content: String
  ) -> File {
    File(
      name, url: "https://ossci-datasets.s3.amazonaws.com/mnist/\(name)", byteCount: byteCount,
      sha256: sha256, contentSHA256: content)
  }
}

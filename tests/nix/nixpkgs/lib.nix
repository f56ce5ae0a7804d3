let
  inherit (builtins) attrNames concatLists concatMap elem filter foldl' head isAttrs isBool isInt isList isString listToAttrs replaceStrings tail;

  recursiveUpdate =
    a: b:
    a
    // builtins.mapAttrs (name: value: if isAttrs value && isAttrs (a.${name} or null) && !(value ? type) then recursiveUpdate a.${name} value else value) b;

  override = priority: content: {
    _type = "override";
    inherit priority content;
  };

  type = name: check: merge: { inherit name check merge; description = name; };
  last = values: foldl' (_: value: value) null values;
  isPackage = value: isAttrs value && value.type or "" == "derivation";
  concatStringsSep = builtins.concatStringsSep;
in
rec {
  inherit attrNames concatLists concatStringsSep elem filter recursiveUpdate;
  inherit (builtins) mapAttrs;
  any = builtins.any;

  optional = condition: value: if condition then [ value ] else [ ];
  optionalString = condition: text: if condition then text else "";
  optionalAttrs = condition: value: if condition then value else { };
  attrValues = builtins.attrValues;
  mapAttrsToList = make: set: map (name: make name set.${name}) (attrNames set);
  nameValuePair = name: value: { inherit name value; };
  mapAttrs' = make: set: listToAttrs (map (name: make name set.${name}) (attrNames set));
  genAttrs = names: make: listToAttrs (map (name: nameValuePair name (make name)) names);
  attrByPath = path: default: set: if path == [ ] then set else if isAttrs set && set ? ${head path} then attrByPath (tail path) default set.${head path} else default;
  hasInfix = part: text: builtins.length (builtins.split (escapeRegex part) text) > 1;
  escapeRegex = replaceStrings [ "+" "." "*" "(" ] [ "\\+" "\\." "\\*" "\\(" ];

  getLib = package: package;
  licenses.mit = "MIT";
  fileset = {
    toSource = { root, fileset }: builtins.path { name = "source"; path = root; filter = path: _: any (one: path == toString one) fileset; };
    unions = paths: paths;
  };

  callPackageWith =
    scope: file: arguments:
    let
      function = if builtins.isFunction file then file else import file;
    in
    function (builtins.intersectAttrs (builtins.functionArgs function) scope // arguments);

  mkOption = option: option // { _type = "option"; };
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkForce = override 50;
  mkDefault = override 1000;

  types = {
    bool = type "boolean" isBool last;
    int = type "signed integer" isInt last;
    str = type "string" isString last;
    lines = type "strings concatenated with \"\\n\"" isString (concatStringsSep "\n");
    attrs = type "attribute set" isAttrs (foldl' recursiveUpdate { });
    package = type "package" isPackage last;
    anything = type "anything" (_: true) last;
    listOf = of: type "list of ${of.name}" (value: isList value && builtins.all of.check value) concatLists;
  };

  evalModules = import ./modules.nix { inherit concatStringsSep recursiveUpdate; };
}

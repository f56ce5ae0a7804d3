let
  inherit (builtins) attrNames concatLists concatMap filter foldl' head isAttrs isBool isList isString tail;

  recursiveUpdate =
    a: b:
    a
    // builtins.mapAttrs (name: value: if isAttrs value && isAttrs (a.${name} or null) && !(value ? type) then recursiveUpdate a.${name} value else value) b;

  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };

  type = name: check: merge: { inherit name check merge; };
  last = values: foldl' (_: value: value) null values;
  isPackage = value: isAttrs value && value.type or "" == "derivation";

  setAt = path: value: if path == [ ] then value else { ${head path} = setAt (tail path) value; };

  # Definitions at a path, each under its conditions: whether one is there does not depend on any condition.
  definitions =
    path: given:
    if isAttrs given && given._type or "" == "if" then
      map (mkIf given.condition) (definitions path given.content)
    else if path == [ ] then
      [ given ]
    else if isAttrs given && given ? ${head path} then
      definitions (tail path) given.${head path}
    else
      [ ];

  resolved = given: if isAttrs given && given._type or "" == "if" then (if given.condition then resolved given.content else [ ]) else [ given ];

  declared =
    path: options:
    concatMap (
      name:
      if options.${name}._type or "" == "option" then
        [
          {
            path = path ++ [ name ];
            option = options.${name};
          }
        ]
      else
        declared (path ++ [ name ]) options.${name}
    ) (attrNames options);
in
rec {
  inherit mkIf recursiveUpdate;

  concatStringsSep = builtins.concatStringsSep;
  optional = condition: value: if condition then [ value ] else [ ];
  optionalAttrs = condition: value: if condition then value else { };
  attrByPath = path: default: set: if path == [ ] then set else if isAttrs set && set ? ${head path} then attrByPath (tail path) default set.${head path} else default;
  mkOption = option: option // { _type = "option"; };

  types = {
    bool = type "boolean" isBool last;
    str = type "string" isString last;
    attrs = type "attribute set" isAttrs (foldl' recursiveUpdate { });
    package = type "package" isPackage last;
    anything = type "anything" (_: true) last;
    listOf = of: type "list of ${of.name}" (value: isList value && builtins.all of.check value) concatLists;
  };

  # Modules without imports and priorities.
  evalModules =
    { modules, specialArgs ? { } }:
    let
      evaluated = map (module: if builtins.isFunction module then module ({ inherit config options; } // specialArgs) else module) modules;
      options = foldl' recursiveUpdate { } (map (module: module.options or { }) evaluated);
      value =
        { path, option }:
        let
          given = concatMap (module: concatMap resolved (definitions path (module.config or (removeAttrs module [ "options" ])))) evaluated;
          wrong = filter (one: !option.type.check one) given;
        in
        if wrong != [ ] then
          throw "A definition for option `${concatStringsSep "." path}' is not of type `${option.type.name}'"
        else if given == [ ] then
          option.default
        else
          option.type.merge given;
      config = foldl' recursiveUpdate { } (map (one: setAt one.path (value one)) (declared [ ] options));
    in
    {
      inherit config options;
    };
}

# Modules: imports, conditions, priorities; wrong types and options that nobody declared are errors. No submodules.
{ concatStringsSep, recursiveUpdate }:
let
  inherit (builtins) attrNames concatMap filter foldl' head isAttrs isFunction isPath isString tail;

  isA = kind: value: isAttrs value && value._type or "" == kind;
  setAt = path: value: if path == [ ] then value else { ${head path} = setAt (tail path) value; };

  # Every module with what it imports, as attribute sets.
  collect =
    arguments: module:
    let
      read = if isPath module || isString module then import module else module;
      here = if isFunction read then read arguments else read;
    in
    concatMap (collect arguments) (here.imports or [ ]) ++ [ here ];

  defined = module: module.config or (removeAttrs module [ "options" "imports" ]);

  # Definitions at a path, each under its conditions: whether one is there does not depend on any condition.
  definitions =
    path: given:
    if isA "if" given then
      map (inner: given // { content = inner; }) (definitions path given.content)
    else if path == [ ] then
      [ given ]
    else if isAttrs given && given ? ${head path} then
      definitions (tail path) given.${head path}
    else
      [ ];

  # What is left of one: at most one value with its priority.
  resolved =
    given:
    if isA "if" given then
      (if given.condition then resolved given.content else [ ])
    else if isA "override" given then
      [ { inherit (given) priority; value = given.content; } ]
    else
      [ { priority = 100; value = given; } ];

  declared =
    path: options:
    concatMap (
      name:
      if isA "option" options.${name} then
        [
          {
            path = path ++ [ name ];
            option = options.${name};
          }
        ]
      else
        declared (path ++ [ name ]) options.${name}
    ) (attrNames options);

  # Paths that are defined and that no module declares.
  undeclared =
    path: options: given:
    if isA "option" options then
      [ ]
    else if isA "if" given then
      undeclared path options given.content
    else if isAttrs given then
      concatMap (name: if options ? ${name} then undeclared (path ++ [ name ]) options.${name} given.${name} else [ (concatStringsSep "." (path ++ [ name ])) ]) (attrNames given)
    else
      [ (concatStringsSep "." path) ];
in
{ modules, specialArgs ? { } }:
let
  evaluated = concatMap (collect ({ inherit config options; } // specialArgs)) modules;
  options = foldl' recursiveUpdate { } (map (module: module.options or { }) evaluated);
  unknown = concatMap (module: undeclared [ ] options (defined module)) evaluated;
  value =
    { path, option }:
    let
      given = concatMap (module: concatMap resolved (definitions path (defined module))) evaluated;
      strongest = foldl' (least: one: if one.priority < least then one.priority else least) 1500 given;
      values = map (one: one.value) (filter (one: one.priority == strongest) given);
    in
    if filter (one: !option.type.check one) values != [ ] then
      throw "A definition for option `${concatStringsSep "." path}' is not of type `${option.type.name}'"
    else if given == [ ] then
      option.default or (throw "The option `${concatStringsSep "." path}' is used but not defined")
    else
      option.type.merge values;
  config = foldl' recursiveUpdate { } (map (one: setAt one.path (value one)) (declared [ ] options));
in
{
  inherit options;
  declarations = declared [ ] options;
  config = if unknown == [ ] then config else throw "The option `${head unknown}' does not exist";
}

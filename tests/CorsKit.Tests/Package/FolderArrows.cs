using CorsKit.Tests.Readme;
using Mono.Cecil;

namespace CorsKit.Tests.Package;

/// <summary>
/// Which folders of a package use which, read from its compiled assembly and its symbols: each type belongs to the folder of
/// its source file. Arrows point down the list of layers, and no folders use each other in a circle.
/// </summary>
internal static class FolderArrows
{
    /// <summary>
    /// The layers are those of src/README.md: the folders from the top down, those of one layer separated by commas; "." is the project's own
    /// folder, "Rules/*" is every folder below Rules, and "../CorsKit/Headers" a folder of another project whose files this one compiles too.
    /// </summary>
    /// <param name="package">The project below src.</param>
    public static void AssertPointDown(string package)
    {
        var layers = LayersOf(package);
        var arrows = Read(package);
        var folders = arrows.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().Order(StringComparer.Ordinal).ToList();
        var ranks = folders.ToDictionary(folder => folder, folder => Array.FindIndex(layers, layer => layer.Split(", ").Any(name => Matches(name, folder))));

        var problems = folders.Where(folder => ranks[folder] < 0).Select(folder => $"{folder} stands in no layer")
            .Concat(arrows.Where(arrow => ranks[arrow.To] < ranks[arrow.From]).Select(arrow => $"{arrow} points up"))
            .Concat(Circles(arrows))
            .ToList();
        Assert.True(arrows.Count > 0 && problems.Count == 0, $"""
            {string.Join('\n', problems)}
            All arrows of {package}:
            {string.Join('\n', arrows.OrderBy(arrow => (ranks[arrow.From], arrow.From)))}
            """);
    }

    /// <summary>Whether no type of these folders, nor any of the package that it uses, uses a type of that namespace of another assembly.</summary>
    public static void AssertFreeOf(string package, string ns, params string[] folders)
    {
        var types = FoldersOf(package);
        var seen = types.Where(type => folders.Contains(type.Value)).Select(type => type.Key).ToHashSet();
        Assert.NotEmpty(seen);
        for (var left = new Stack<TypeDefinition>(seen); left.TryPop(out var type);)
        {
            foreach (var used in Uses(type).Select(Outermost).Where(used => types.ContainsKey(used) && seen.Add(used)))
            {
                left.Push(used);
            }
        }

        Assert.Equal([], seen.SelectMany(type => References(type).SelectMany(Parts).Where(part => part.Namespace == ns).Select(part => $"{type.FullName} uses {part.FullName}")).Distinct());
    }

    private static string[] LayersOf(string package)
    {
        var page = Repository.Read("src/README.md");
        var start = page.IndexOf($"<!-- layers: {package} -->\n```text\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"src/README.md has no layers of {package}.");
        return [.. page[start..].Split('\n').Skip(2).TakeWhile(line => line != "```").Select(line => line.Split("  ")[0])];
    }

    /// <summary>Whether all types of a package stand in the project's own folder, so that there are no arrows.</summary>
    public static void AssertOneFolder(string package) => Assert.Equal(["."], FoldersOf(package).Values.Distinct());

    private static bool Matches(string layer, string folder) =>
        layer == folder || (layer.EndsWith("/*", StringComparison.Ordinal) && folder.StartsWith(layer[..^1], StringComparison.Ordinal));

    /// <summary>Those arrows whose target leads back to where they start.</summary>
    private static IEnumerable<string> Circles(List<Arrow> arrows)
    {
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        foreach (var arrow in arrows)
        {
            var seen = new HashSet<string>();
            var left = new Stack<string>([arrow.To]);
            while (left.TryPop(out var folder))
            {
                if (seen.Add(folder))
                {
                    foreach (var target in next[folder])
                    {
                        left.Push(target);
                    }
                }
            }

            if (seen.Contains(arrow.From))
            {
                yield return $"{arrow} is part of a circle";
            }
        }
    }

    private static Dictionary<TypeDefinition, string> FoldersOf(string package)
    {
        // The compiler's own output: what lies beside the tests may have been rewritten to count coverage.
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var file = Path.Combine(Repository.Root, "src", package, "obj", configuration, "net10.0", $"{package}.dll");
        var module = ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(file)), new ReaderParameters
        {
            ReadSymbols = true,
            SymbolStream = new MemoryStream(File.ReadAllBytes(Path.ChangeExtension(file, ".pdb"))),
        });

        var sources = new SourceFiles(package);
        return module.Types.Where(type => type.Namespace.StartsWith("CorsKit", StringComparison.Ordinal) || sources.FolderOf(type) is not null)
            .ToDictionary(type => type, type => sources.FolderOf(type) ?? $"(no source file of {type.FullName})");
    }

    private static List<Arrow> Read(string package)
    {
        var folders = FoldersOf(package);
        var arrows = new Dictionary<(string, string), Arrow>();
        foreach (var (type, folder) in folders)
        {
            foreach (var used in Uses(type).Select(Outermost).Distinct())
            {
                if (folders.TryGetValue(used, out var target) && target != folder)
                {
                    arrows.TryAdd((folder, target), new Arrow(folder, target, $"{type.Name} uses {used.Name}"));
                }
            }
        }

        return [.. arrows.Values];
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeDefinition> Uses(TypeDefinition type) =>
        References(type).SelectMany(Parts).Where(part => part.Scope == type.Module).Select(part => part.Resolve()).Where(part => part is not null);

    /// <summary>The types inside of one, such as the arguments of a generic one.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => Parts(generic.ElementType).Concat(generic.GenericArguments.SelectMany(Parts)),
        FunctionPointerType pointer => Signature(pointer).SelectMany(Parts),
        RequiredModifierType modified => Parts(modified.ElementType), // the modifier is one of the runtime's
        TypeSpecification other => Parts(other.ElementType),
        _ => [type],
    };

    private static IEnumerable<TypeReference?> Signature(IMethodSignature method) => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
        type.Interfaces.Select(implemented => implemented.InterfaceType).Append(type.BaseType)
            .Concat(Attributes(type)).Concat(Constraints(type))
            .Concat(type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)))
            .Concat(type.Properties.SelectMany(Attributes))
            .Concat(type.Methods.SelectMany(method => Signature(method).Concat(Attributes(method)).Concat(Constraints(method)).Concat(Body(method))))
            .Concat(type.NestedTypes.SelectMany(References));

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider member) =>
        member.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference).Append(attribute.AttributeType));

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) => !method.HasBody ? [] :
        method.Body.Variables.Select(variable => variable.VariableType)
            .Concat(method.Body.Instructions.SelectMany(instruction => instruction.Operand switch
            {
                TypeReference type => [type],
                GenericInstanceMethod call => Signature(call).Concat(call.GenericArguments).Append(call.DeclaringType),
                MethodReference call => Signature(call).Append(call.DeclaringType),
                FieldReference field => [field.FieldType, field.DeclaringType],
                _ => Enumerable.Empty<TypeReference?>(),
            }));

    private sealed record Arrow(string From, string To, string Example)
    {
        public override string ToString() => $"{From} -> {To} ({Example})";
    }

    /// <summary>The folder of each type: by the symbols of its methods, else (an enum, an interface) by the file that declares it.</summary>
    private sealed class SourceFiles(string package)
    {
        private readonly string _project = Path.Combine(Repository.Root, "src", package);

        /// <returns>Null for what the compiler and its generators added.</returns>
        public string? FolderOf(TypeDefinition type)
        {
            var path = Methods(type).Select(PathOf).FirstOrDefault(path => path is not null) ?? (type.Name.Contains('<') ? null : Declaring(type));
            return path is null ? null : Path.GetRelativePath(_project, Path.GetDirectoryName(path)!).Replace('\\', '/');
        }

        private static IEnumerable<MethodDefinition> Methods(TypeDefinition type) => type.Methods.Concat(type.NestedTypes.SelectMany(Methods));

        /// <summary>The file of a method on this machine: a build of a CI system writes "/_/src/…" in the symbols.</summary>
        private static string? PathOf(MethodDefinition method)
        {
            var url = method.DebugInformation.SequencePoints.FirstOrDefault()?.Document.Url.Replace('\\', '/');
            for (var start = url?.IndexOf("/src/", StringComparison.Ordinal) ?? -1; start >= 0; start = url!.IndexOf("/src/", start + 1, StringComparison.Ordinal))
            {
                var path = Path.Combine(Repository.Root, url![(start + 1)..]);
                if (File.Exists(path))
                {
                    return path.Contains("/obj/", StringComparison.Ordinal) ? null : path;
                }
            }

            return null;
        }

        private string? Declaring(TypeDefinition type)
        {
            var name = type.Name.Split('`')[0];
            var declarations = new[] { "class", "struct", "interface", "enum", "record" }.Select(kind => $"{kind} {name}");
            return Sources().FirstOrDefault(file => File.ReadLines(file).Any(line =>
                declarations.Any(declaration => Contains(line, declaration)) || (line.Contains("delegate ", StringComparison.Ordinal) && Contains(line, $" {name}"))));
        }

        /// <summary>Whether the line has the words, not followed by more of a name.</summary>
        private static bool Contains(string line, string words)
        {
            var start = line.IndexOf(words, StringComparison.Ordinal);
            return start >= 0 && (start + words.Length == line.Length || !(char.IsLetterOrDigit(line[start + words.Length]) || line[start + words.Length] == '_'));
        }

        private IEnumerable<string> Sources() => Directory.EnumerateFiles(Path.GetDirectoryName(_project)!, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .OrderBy(file => !file.StartsWith(_project + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }
}

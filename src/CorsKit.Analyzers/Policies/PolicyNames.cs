using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CorsKit.Analyzers.Policies;

/// <summary>The names of all policies of an app, or the knowledge that they cannot all be known.</summary>
internal sealed class PolicyNames
{
    private const string DefaultSection = "GatewayCors";

    // They add files, stores or variables that may have policies too, and that are not read here.
    private static readonly HashSet<string> OtherConfiguration =
    [
        "AddJsonFile", "AddJsonStream", "AddXmlFile", "AddIniFile", "AddKeyPerFile", "AddInMemoryCollection", "AddConfiguration", "AddSystemsManager", "AddSecretsManager",
        "AddAppConfig", "AddAppConfigUsingLambdaExtension", "AddAzureAppConfiguration", "AddAzureKeyVault", "AddUserSecrets",
    ];

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { "default" };
    private readonly HashSet<string> _sections = new(StringComparer.OrdinalIgnoreCase);
    private bool _hasPolicies;
    private bool _hasOtherConfiguration;
    private bool _isOpen;

    private PolicyNames()
    {
    }

    public IReadOnlyCollection<string> All => _names;

    public bool Contains(string name) => _names.Contains(name);

    /// <returns>The names; null where one may come from elsewhere.</returns>
    public static PolicyNames? Find(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        var names = new PolicyNames();
        if (IsSharedByOthers(compilation))
        {
            return null;
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var call in tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                names.Read(call, compilation, cancellationToken);
            }
        }

        return names._hasPolicies && !names._isOpen && !(names._hasOtherConfiguration && names._sections.Count > 0) && names.ReadFiles(files, cancellationToken) ? names : null;
    }

    /// <summary>Another library of the app knows CorsKit, and may add policies.</summary>
    public static bool IsSharedByOthers(Compilation compilation) =>
        compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly =>
            !assembly.Name.StartsWith("CorsKit.", StringComparison.Ordinal)
            && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == "CorsKit")));

    private void Read(InvocationExpressionSyntax call, Compilation compilation, CancellationToken cancellationToken)
    {
        switch (NameOf(call.Expression))
        {
            case "AddGatewayCors":
                _hasPolicies = true;
                ReadSection(call, compilation, cancellationToken);
                break;
            case "AddPolicy":
                ReadPolicy(call, compilation, cancellationToken);
                break;
            case { } name when OtherConfiguration.Contains(name) || (name.StartsWith("Add", StringComparison.Ordinal) && AddsConfiguration(call, compilation, cancellationToken)):
                _hasOtherConfiguration = true;
                break;
        }
    }

    /// <summary>A provider of whatever kind. The environment and the command line are not looked at.</summary>
    private static bool AddsConfiguration(InvocationExpressionSyntax call, Compilation compilation, CancellationToken cancellationToken)
    {
        if (Model(call, compilation).GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { Name: not ("AddEnvironmentVariables" or "AddCommandLine") } method)
        {
            return false;
        }

        method = method.ReducedFrom ?? method;
        return IsBuilder(method.ContainingType) || IsBuilder(method.Parameters.FirstOrDefault()?.Type);
    }

    private static bool IsBuilder(ITypeSymbol? type) => type is not null && (type.Name == "IConfigurationBuilder" || type.AllInterfaces.Any(one => one.Name == "IConfigurationBuilder"));

    private void ReadPolicy(InvocationExpressionSyntax call, Compilation compilation, CancellationToken cancellationToken)
    {
        if (call.ArgumentList.Arguments is not [{ Expression: { } name }, ..])
        {
            return;
        }

        // Authorization and the framework's CORS have a method of this name too. A name too many keeps silent; none is missed.
        if (name is LiteralExpressionSyntax { Token.Value: string text })
        {
            _names.Add(text);
            return;
        }

        var model = Model(call, compilation);
        if (model.GetConstantValue(name, cancellationToken) is { HasValue: true, Value: string constant })
        {
            _names.Add(constant);
        }
        else
        {
            _isOpen |= model.GetSymbolInfo(call, cancellationToken).Symbol is not { } method || method.ContainingType.Name == "GatewayCorsOptions";
        }
    }

    private void ReadSection(InvocationExpressionSyntax call, Compilation compilation, CancellationToken cancellationToken)
    {
        var model = Model(call, compilation);
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
        {
            _isOpen = true;
            return;
        }

        var arguments = call.ArgumentList.Arguments;
        switch (method.Parameters.LastOrDefault()?.Type.Name)
        {
            case "IConfiguration":
                if (arguments.Last().Expression is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: { } key }] } section
                    && NameOf(section.Expression) is "GetSection" or "GetRequiredSection" && IsRoot(section, model, cancellationToken)
                    && model.GetConstantValue(key, cancellationToken) is { HasValue: true, Value: string path })
                {
                    _sections.Add(path);
                }
                else
                {
                    _isOpen = true;
                }

                break;
            case "Action":
                break;
            default:
                _sections.Add(DefaultSection);
                break;
        }
    }

    /// <summary>The section of a section has a longer path than is said here.</summary>
    private static bool IsRoot(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: { } configuration }
        && model.GetTypeInfo(configuration, cancellationToken).Type?.Name is "ConfigurationManager" or "IConfigurationManager" or "IConfiguration" or "IConfigurationRoot";

    /// <returns>Whether what is read from the configuration stands in the files that are there.</returns>
    private bool ReadFiles(ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        foreach (var section in _sections)
        {
            var isThere = false;
            foreach (var file in files)
            {
                var name = Path.GetFileName(file.Path);
                if (!name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) || !name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (file.GetText(cancellationToken) is not { } text || AppSettings.ReadKeys(text.ToString()) is not { } keys)
                {
                    return false;
                }

                foreach (var key in keys)
                {
                    isThere |= key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase);
                    if (key.StartsWith(section + ":Policies:", StringComparison.OrdinalIgnoreCase))
                    {
                        _names.Add(key.Substring(section.Length + ":Policies:".Length).Split(':')[0]);
                    }
                }
            }

            if (!isThere)
            {
                return false;
            }
        }

        return true;
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

#pragma warning disable RS1030 // The names of all files count for a name in one; they are looked for once, and only where a name is used.
    private static SemanticModel Model(SyntaxNode node, Compilation compilation) => compilation.GetSemanticModel(node.SyntaxTree);
#pragma warning restore RS1030
}

using CorsKit.Analyzers;
using CorsKit.Analyzers.Origins;
using CorsKit.Analyzers.Pipelines;
using CorsKit.Analyzers.Policies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace CorsKit.Analyzers.Tests;

/// <summary>
/// An app as a string, with all rules and fixes. What a rule reports stands in the source as <c>{|CORS101:UseGatewayCors|}</c>, and
/// nothing else may be reported; a source that does not compile fails.
/// </summary>
internal sealed class Source : CSharpCodeFixTest<PlacementAnalyzer, MovePlacementFix, DefaultVerifier>
{
    // Those that the tests run with: no package has to be restored for them.
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "CorsKit.dll" or "Microsoft.CSharp.dll"))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using CorsKit;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        """;

    private Source(string code, string? appSettings)
    {
        // Each diagnostic is fixed by itself; the provider of the first is not that of all.
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck;
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(References);
        TestState.Sources.Add(("Program.cs", code));
        TestState.Sources.Add(("Usings.cs", Usings));
        TestState.OutputKind = code.Contains("class Startup", StringComparison.Ordinal) || !IsProgram(code) ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication;
        if (appSettings is not null)
        {
            TestState.AdditionalFiles.Add(("appsettings.json", appSettings));
        }
    }

    /// <summary>The rules report what the source marks, and nothing else.</summary>
    public static Task ReportsAsync(string code, string? appSettings = null) => new Source(code, appSettings).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>… in an app with a library of its own that references CorsKit too.</summary>
    public static Task ReportsBesideLibraryAsync(string code, string library)
    {
        var test = new Source(code, null);
        var project = test.TestState.AdditionalProjects["Library"];
        project.Sources.Add(("Library.cs", library));
        project.Sources.Add(("LibraryUsings.cs", Usings));
        project.AdditionalReferences.AddRange(References);
        test.TestState.AdditionalProjectReferences.Add("Library");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A rule says this of what is marked <c>{|#0:…|}</c>, and the fix makes the second source of it, or there is none.</summary>
    public static Task SaysAsync(string code, DiagnosticDescriptor rule, string message, string? fixedCode, string? appSettings = null)
    {
        var test = new Source(code, appSettings);
        test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult(rule).WithLocation(0).WithMessage(message));
        if (fixedCode is null)
        {
            return test.RunAsync(TestContext.Current.CancellationToken);
        }

        test.FixedState.Sources.Add(("Program.cs", fixedCode));
        test.FixedState.Sources.Add(("Usings.cs", Usings));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>… and the fix makes the second source of it.</summary>
    public static Task FixesAsync(string code, string fixedCode, string? appSettings = null)
    {
        var test = new Source(code, appSettings);
        test.FixedState.Sources.Add(("Program.cs", fixedCode));
        test.FixedState.Sources.Add(("Usings.cs", Usings));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new PlacementAnalyzer(), new PolicyNameAnalyzer(), new OriginAnalyzer()];

    protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() => [new MovePlacementFix(), new ReplaceTextFix()];

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest);

    private static bool IsProgram(string code) =>
        CSharpSyntaxTree.ParseText(code.Replace("{|", "", StringComparison.Ordinal)).GetRoot().ChildNodes().Any(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax);
}

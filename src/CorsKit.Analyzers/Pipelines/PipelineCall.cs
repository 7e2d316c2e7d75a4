using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CorsKit.Analyzers.Pipelines;

/// <summary>A call that adds something to a pipeline: <c>app.UseRouting()</c>.</summary>
/// <param name="Method">What is called.</param>
/// <param name="Operation">The call.</param>
/// <param name="App">The variable that the chain of calls begins with.</param>
/// <param name="Body">The method, lambda or local function that the call stands in: another one runs at another time, or on a branch.</param>
/// <param name="Name">The name in the source.</param>
internal sealed record PipelineCall(IMethodSymbol Method, IInvocationOperation Operation, ISymbol App, SyntaxNode Body, SimpleNameSyntax Name)
{
    private const string Namespace = "Microsoft.AspNetCore.Builder";

    public bool IsUseGatewayCors => Is("GatewayCorsApplicationBuilderExtensions", "UseGatewayCors");

    public bool IsUseRouting => Is("EndpointRoutingApplicationBuilderExtensions", "UseRouting");

    public bool IsUseCors => Is("CorsMiddlewareExtensions", "UseCors");

    /// <summary>Whether it may answer a request of a page by itself, a preflight or an actual one.</summary>
    public bool Answers =>
        Is("HttpsPolicyBuilderExtensions", "UseHttpsRedirection")
        || Is("AuthAppBuilderExtensions", "UseAuthentication")
        || Is("AuthorizationAppBuilderExtensions", "UseAuthorization")
        || Is("OutputCacheApplicationBuilderExtensions", "UseOutputCache")
        || Is("ResponseCachingExtensions", "UseResponseCaching")
        || Is("RateLimiterApplicationBuilderExtensions", "UseRateLimiter")
        || Is("RunExtensions", "Run")
        || (Is("StaticFileExtensions", "UseStaticFiles") && SharesFiles());

    /// <returns>The call; null where it adds nothing to the pipeline of a variable.</returns>
    public static PipelineCall? From(IInvocationOperation operation)
    {
        if (operation.TargetMethod is not { IsExtensionMethod: true } method || operation.Arguments.Length == 0 || NameOf(operation.Syntax) is not { } name
            || !IsApplicationBuilder(operation.Arguments[0].Value.Type) || FindApp(operation.Arguments[0].Value) is not { } app)
        {
            return null;
        }

        var body = operation.Syntax.Ancestors().First(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);
        return new PipelineCall(method.ReducedFrom ?? method, operation, app, body, name);
    }

    /// <summary>Whether both build one pipeline, and one run of it.</summary>
    public bool IsBeside(PipelineCall other) => SymbolEqualityComparer.Default.Equals(App, other.App) && Body == other.Body;

    private static bool IsApplicationBuilder(ITypeSymbol? type) =>
        type is not null && (IsInterface(type) || type.AllInterfaces.Any(IsInterface)
            || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsApplicationBuilder)));

    private static bool IsInterface(ITypeSymbol type) => type.Name == "IApplicationBuilder" && type.ContainingNamespace?.ToDisplayString() == Namespace;

    private static ISymbol? FindApp(IOperation operation) => operation switch
    {
        IConversionOperation conversion => FindApp(conversion.Operand),
        IParenthesizedOperation parenthesized => FindApp(parenthesized.Operand),
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: [{ Value: { } first }, ..] } call when IsApplicationBuilder(first.Type) && IsApplicationBuilder(call.Type) => FindApp(first),
        _ => null,
    };

    private static SimpleNameSyntax? NameOf(SyntaxNode syntax) => (syntax as InvocationExpressionSyntax)?.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private bool Is(string type, string method) =>
        Method.Name == method && Method.ContainingType.Name == type && Method.ContainingNamespace.ToDisplayString() == Namespace;

    /// <summary>Files from elsewhere than wwwroot, or below a path of their own, are there for others; the app's own pages need no CORS.</summary>
    private bool SharesFiles() => Operation.Arguments.Skip(1).Any(argument => argument.Value switch
    {
        { Type.SpecialType: SpecialType.System_String } => true,
        IObjectCreationOperation { Initializer: { } initializer } => initializer.Initializers.OfType<ISimpleAssignmentOperation>()
            .Any(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: "FileProvider" or "RequestPath" }),
        _ => false,
    });
}

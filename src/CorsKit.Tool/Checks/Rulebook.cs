using CorsKit.Tool.Rules;
using CorsKit.Tool.Rules.Apps;
using CorsKit.Tool.Rules.CloudFront;
using CorsKit.Tool.Rules.FunctionUrls;
using CorsKit.Tool.Rules.Http;
using CorsKit.Tool.Rules.Input;
using CorsKit.Tool.Rules.LoadBalancers;
using CorsKit.Tool.Rules.Rest;

namespace CorsKit.Tool.Checks;

/// <summary>All rules, in the order of their codes.</summary>
internal static class Rulebook
{
    /// <summary>Those that evaluate front doors.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        new NotUnderstood(), new RefusedTemplate(),
        new Rules.Rest.UnansweredPreflight(), new ProxyWithoutRoot(), new AuthorizerOnPreflight(), new ApiKeyOnPreflight(), new GatewayErrorsWithoutCors(),
        new StatusOnDefaultResponse(), new GatewayResponseWithoutCors(), new GatewayResponseOutsideSam(), new SeveralOriginsInOneHeader(), new UnquotedHeader(),
        new Rules.Rest.AnyOriginWithCredentials(), new PreflightDrift(), new BinaryMock(), new StaleDeployment(), new DeploymentWithoutDependencies(),
        new StageCacheIgnoresOrigin(), new GatewayErrorsForAnotherOrigin(), new MockWithoutCors(),
        new MethodNotAllowed(), new HeaderNotAllowed(), new Rules.Rest.WildcardForAuthorization(), new FailingMock(), new UnreadableResponse(), new UndeclaredHeader(),
        new UnusableOrigin(), new Rules.Rest.UnusableValue(), new LooseOriginTemplate(),
        new IgnoredAppPolicy(), new Rules.Http.ConfigurationDrift(), new Rules.Http.AnyOriginWithCredentials(), new RefusedOrigin(), new Rules.Http.IncompleteConfiguration(),
        new GuardedOptions(), new Rules.Http.UnansweredPreflight(), new ManualStage(), new StageNameInPaths(), new Rules.Http.SeveralNamesInOneItem(),
        new RequestNotAllowed(), new Rules.Http.WildcardForAuthorization(), new Rules.Http.UnusableValue(),
        new TwoOwners(), new OptionsInMethods(), new MaxAgeOutOfRange(), new Rules.FunctionUrls.SeveralNamesInOneItem(), new Rules.FunctionUrls.AnyOriginWithCredentials(),
        new Rules.FunctionUrls.ConfigurationDrift(), new SignedPreflight(), new Rules.FunctionUrls.UnusableValue(), new Rules.FunctionUrls.IncompleteConfiguration(),
        new OverwrittenHeaders(), new AuthenticatedPreflight(), new Rules.LoadBalancers.UnusableValue(),
        new OptionsNotAllowed(), new OriginNotInKey(), new OriginNotForwarded(), new RequestHeadersNotForwarded(), new HostForwarded(), new OverridingPolicy(),
        new RedirectedPreflight(), new CachedPreflight(), new Rules.CloudFront.UnusableValue(),
        new BadSettings(), new NoOwner(), new InexpressibleOrigins(),
    ];

    /// <summary>The help of every rule, those about the input included.</summary>
    public static IReadOnlyList<RuleHelp> Help { get; } =
        [.. Rules.Select(rule => rule.Documentation).Concat([NothingToCheck.Help, BadSuppression.Help]).OrderBy(help => help.Code, StringComparer.Ordinal)];

    /// <summary>The help of what only a probe can find, too.</summary>
    public static IReadOnlyList<RuleHelp> AllHelp { get; } = [.. Help, .. LiveHelp.All];

    /// <param name="code">Case does not count.</param>
    public static RuleHelp? Find(string code) => AllHelp.FirstOrDefault(help => help.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
}

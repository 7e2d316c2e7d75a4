using CorsKit.Tool.Probing.Causes;
using CorsKit.Tool.Rules.Apps;
using CorsKit.Tool.Rules.CloudFront;
using CorsKit.Tool.Rules.FunctionUrls;
using CorsKit.Tool.Rules.Http;
using CorsKit.Tool.Rules.Input;
using CorsKit.Tool.Rules.LoadBalancers;
using CorsKit.Tool.Rules.Rest;

namespace CorsKit.Tool.Rules;

/// <summary>All rules, in the order of their codes.</summary>
internal static class Rulebook
{
    /// <summary>Those that evaluate front doors.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        new NotUnderstood(),
        new Rest.UnansweredPreflight(), new ProxyWithoutRoot(), new AuthorizerOnPreflight(), new ApiKeyOnPreflight(), new BareGatewayErrors(),
        new StatusOnDefaultResponse(), new DisinheritedResponse(), new ResponseBesideSam(), new SeveralOriginsInOneHeader(), new UnquotedHeader(),
        new Rest.AnyOriginWithCredentials(), new PreflightDrift(), new BinaryMock(), new StaleDeployment(), new HastyDeployment(),
        new StageCacheIgnoresOrigin(), new ErrorOriginDrift(), new MuteMock(),
        new DeadPolicy(), new Http.ConfigurationDrift(), new Http.AnyOriginWithCredentials(), new RefusedOrigin(), new PartialConfiguration(),
        new GuardedOptions(), new Http.UnansweredPreflight(), new ManualStage(), new StageNameInPaths(), new Http.SeveralNamesInOneItem(),
        new TwoOwners(), new OptionsInMethods(), new MaxAgeOutOfRange(), new FunctionUrls.SeveralNamesInOneItem(), new FunctionUrls.AnyOriginWithCredentials(),
        new FunctionUrls.ConfigurationDrift(), new SignedPreflight(),
        new OverwrittenHeaders(), new AuthenticatedPreflight(),
        new OptionsNotAllowed(), new OriginNotInKey(), new OriginNotForwarded(), new RequestHeadersNotForwarded(), new HostForwarded(), new OverridingPolicy(),
        new RedirectedPreflight(), new CachedPreflight(),
        new BadSettings(), new NoOwner(), new InexpressibleOrigins(),
    ];

    /// <summary>The help of every rule, those about the input included.</summary>
    public static IReadOnlyList<RuleHelp> Pages { get; } =
        [.. Rules.Select(rule => rule.Help).Concat([NothingToCheck.Page, BadSuppression.Page]).OrderBy(page => page.Code, StringComparer.Ordinal)];

    /// <summary>The help of what only a probe can find, too.</summary>
    public static IReadOnlyList<RuleHelp> AllPages { get; } = [.. Pages, .. LivePages.All];

    /// <param name="code">Case does not count.</param>
    public static RuleHelp? Find(string code) => AllPages.FirstOrDefault(page => page.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
}

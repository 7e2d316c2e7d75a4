namespace CorsKit.Tool.Probing.Causes;

/// <summary>Every cause that a probe can name, the surest first.</summary>
internal static class CauseList
{
    private static readonly Func<Trials, Cause?>[] Finders =
    [
        NetworkCauses.Find, AppCauses.FindHostFiltering, RedirectCauses.Find, DistributionCauses.FindRefusal, FunctionUrlCauses.FindRefusal, RestApiCauses.FindRefusal, HttpApiCauses.FindRefusal,
        CacheCauses.Find, HeaderCauses.FindDoubled, RestApiCauses.FindMock, HeaderCauses.FindCredentials, DistributionCauses.FindForwarding,
        HttpApiCauses.FindConfiguration, HeaderCauses.FindFixedOrigin, PolicyCauses.FindUndeployed, ErrorCauses.FindFailure, AppCauses.FindPreflight, PolicyCauses.FindRefusal,
        ErrorCauses.FindBareError, PolicyCauses.FindOpenDoor, PolicyCauses.FindDrift,
    ];

    /// <returns>The first that the evidence shows; null where there is none.</returns>
    public static Cause? Find(Trials trials)
    {
        foreach (var find in Finders)
        {
            if (find(trials) is { } cause)
            {
                return cause;
            }
        }

        return null;
    }
}

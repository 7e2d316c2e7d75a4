using CorsKit.Tool.Probing.Diagnoses;
using CorsKit.Tool.Probing.Steps;

namespace CorsKit.Tool.Probing;

/// <summary>Every cause that a probe can name, the surest first.</summary>
internal static class DiagnosisList
{
    private static readonly Func<ProbeSteps, Diagnosis?>[] Finders =
    [
        NetworkDiagnoses.Find, AppDiagnoses.FindHostFiltering, RedirectDiagnoses.Find, DistributionDiagnoses.FindRefusal, FunctionUrlDiagnoses.FindRefusal, RestApiDiagnoses.FindRefusal, HttpApiDiagnoses.FindRefusal,
        CacheDiagnoses.Find, HeaderDiagnoses.FindDoubled, RestApiDiagnoses.FindMock, HeaderDiagnoses.FindCredentials, DistributionDiagnoses.FindForwarding,
        HttpApiDiagnoses.FindConfiguration, HeaderDiagnoses.FindFixedOrigin, PolicyDiagnoses.FindUndeployed, ErrorDiagnoses.FindFailure, AppDiagnoses.FindPreflight, PolicyDiagnoses.FindRefusal,
        ErrorDiagnoses.FindBareError, PolicyDiagnoses.FindOpenDoor, PolicyDiagnoses.FindDrift,
    ];

    /// <returns>The first that the evidence shows; null where there is none.</returns>
    public static Diagnosis? Find(ProbeSteps steps)
    {
        foreach (var find in Finders)
        {
            if (find(steps) is { } diagnosis)
            {
                return diagnosis;
            }
        }

        return null;
    }
}

"""Do two samples of whole numbers come from one distribution? Three tests, by their asymptotic laws."""
import bisect
import math


def kolmogorov_smirnov(a, b):
    """Returns the two-sample statistic and its p. With ties, as whole numbers have, p is too high rather than too low."""
    a, b = sorted(a), sorted(b)
    share = lambda sample, x: bisect.bisect_right(sample, x) / len(sample)  # noqa: E731
    distance = max(abs(share(a, x) - share(b, x)) for x in set(a + b))
    n = math.sqrt(len(a) * len(b) / (len(a) + len(b)))
    x = (n + 0.12 + 0.11 / n) * distance  # Stephens, Journal of the Royal Statistical Society B 32, 1970
    if x < 0.3:
        return distance, 1.0
    p = 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101))
    return distance, min(max(p, 0.0), 1.0)


def mann_whitney(a, b):
    """Returns the chance that a number of `a` is above one of `b` (ties count half), and the two-sided p, corrected for ties."""
    both = sorted(a + b)
    rank = {x: (bisect.bisect_left(both, x) + bisect.bisect_right(both, x) + 1) / 2 for x in set(both)}
    above = sum(rank[x] for x in a) - len(a) * (len(a) + 1) / 2
    n, pairs = len(both), len(a) * len(b)
    tied = sum(t**3 - t for t in (bisect.bisect_right(both, x) - bisect.bisect_left(both, x) for x in set(both)))
    variance = pairs / 12 * (n + 1 - tied / (n * (n - 1)))
    if variance == 0:
        return 0.5, 1.0
    return above / pairs, two_sided((above - pairs / 2) / math.sqrt(variance))


def mean_difference(a, b):
    """Returns the difference of the means, half of its 95 % interval, and the two-sided p (normal, variances apart)."""
    error = math.sqrt(variance(a) / len(a) + variance(b) / len(b))
    difference = mean(a) - mean(b)
    return difference, 1.96 * error, two_sided(difference / error) if error else float(difference == 0)


def mean(sample):
    return sum(sample) / len(sample)


def variance(sample):
    middle = mean(sample)
    return sum((x - middle) ** 2 for x in sample) / (len(sample) - 1)


def two_sided(z):
    return math.erfc(abs(z) / math.sqrt(2))

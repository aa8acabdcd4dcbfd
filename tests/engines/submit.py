"""Submits a script to a Spark of two executors on this host, each a Java process of its own on the loopback address."""

import os
import subprocess
import sys

import pyspark

home = os.path.dirname(pyspark.__file__)
command = [
    os.path.join(home, "bin", "spark-submit"),
    "--master", "local-cluster[2,1,1024]",
    "--conf", "spark.driver.host=127.0.0.1",
    "--conf", "spark.driver.bindAddress=127.0.0.1",
    "--conf", "spark.ui.enabled=false",
    "--conf", "spark.executor.memory=512m",
    # Names the executors of this test, so that only they are killed.
    "--conf", "spark.executor.extraJavaOptions=-Dtest=convene-engines",
]
sys.exit(subprocess.run(command + sys.argv[1:], env=dict(os.environ, SPARK_HOME=home)).returncode)
